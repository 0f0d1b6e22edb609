/**
 * ST's start-up file for GCC as a Cortex-M0 takes it, for the arm engine. It names the Cortex-M3, and clears .bss with a
 * post-indexed store, which ARMv6-M lacks (ARMv6-M Architecture Reference Manual, A6.7): a store and an addition do the
 * same. The flags that the addition changes are set anew by the comparison that follows in ST's files.
 */
export function startupForArmV6M(text: string): string {
  return text
    .replace(/^(\s*\.cpu\s+)cortex-m[347]\b/gm, '$1cortex-m0')
    .replace(/^(\s*)str(?:\.w)?(\s+r[0-7],\s*)\[(r[0-7])\],\s*#(\d+)/gm, '$1str$2[$3]\n$1adds $3, #$4');
}
