/** Rules of MISRA C:2012 that the generated C breaks, each with the reason. Texts of the rules are not ours to print. */
export interface Deviation {
  readonly rule: string;
  readonly category: 'required' | 'advisory';
  readonly reason: string;
}

export const DEVIATIONS: readonly Deviation[] = [
  {
    rule: '2.4',
    category: 'advisory',
    reason: 'These enumerations name numbers and have no tag; the addon takes them for tags that nobody uses.',
  },
  {
    rule: '2.5',
    category: 'advisory',
    reason:
      'The macros are the bits of a register, all of them, by the names of the datasheet, and codes for the application.',
  },
  {
    rule: '5.9',
    category: 'advisory',
    reason: 'Objects with internal linkage in two files hold the same thing for two layers.',
  },
  {
    rule: '8.7',
    category: 'advisory',
    reason: 'The application, the vectors or firmware with other options call these functions from another file.',
  },
  {
    rule: '8.9',
    category: 'advisory',
    reason: 'A table or a state that lasts stands above the functions of its file, where a reader looks for it.',
  },
  {
    rule: '8.11',
    category: 'advisory',
    reason:
      'The linker script defines these symbols as addresses: they have no size. `kw_vectors` gets its size from its rows.',
  },
  {
    rule: '11.4',
    category: 'advisory',
    reason:
      'The registers of the microcontroller are at fixed addresses; a port looks whether a buffer begins at an odd one.',
  },
  {
    rule: '12.1',
    category: 'advisory',
    reason: 'No parentheses where every C programmer knows which operator comes first: `a && b == c`, `a + b < c`.',
  },
  {
    rule: '15.5',
    category: 'advisory',
    reason: 'A function returns at once where there is nothing to do or something failed: what follows is less nested.',
  },
  {
    rule: '17.8',
    category: 'advisory',
    reason: 'A number is divided in place while its digits are printed.',
  },
  {
    rule: '18.4',
    category: 'advisory',
    reason:
      'The place of a row in its table is the difference of two pointers into it: handing it on takes more flash.',
  },
  {
    rule: '19.2',
    category: 'advisory',
    reason: 'The first vector is the top of the stack, all others are functions: one array holds both without a cast.',
  },
];
