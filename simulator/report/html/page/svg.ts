/** Elements of the drawing. */

const SVG = 'http://www.w3.org/2000/svg';
type Attributes = Readonly<Record<string, string | number>>;

export function draw(parent: Element, name: string, attributes: Attributes = {}, text?: string): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  }
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

const pen = document.createElement('canvas').getContext('2d');

/** In px, at the drawing's font size. */
export function widthOf(text: string, weight = 400): number {
  if (pen === null) return text.length * 7;
  pen.font = `${weight} 12px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

/** As many whole words as there is room for, and an ellipsis for the others; empty if not one word fits. */
export function fitted(text: string, widthPx: number, weight = 400): string {
  if (widthOf(text, weight) <= widthPx) return text;
  const words = text.split(' ');
  for (let count = words.length - 1; count > 0; count--) {
    const shorter = `${words
      .slice(0, count)
      .join(' ')
      .replace(/[,;:]$/, '')} …`;
    if (widthOf(shorter, weight) <= widthPx) return shorter;
  }
  return '';
}

/** Of a name, which may be one long word, as many characters as there is room for. */
export function shortened(name: string, widthPx: number): string {
  if (widthOf(name) <= widthPx) return name;
  const characters = [...name];
  const fits = (length: number): boolean => widthOf(`${characters.slice(0, length).join('')}…`) <= widthPx;
  let length = characters.length - 1;
  while (length > 1 && !fits(length)) length--;
  return `${characters.slice(0, length).join('')}…`;
}

/** In lines; the first one has less room. A word that is wider than a line is a line of its own. */
export function wrapped(text: string, firstPx: number, widthPx: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= (lines.length === 1 ? firstPx : widthPx)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
