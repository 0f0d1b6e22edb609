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

/** Shortened with an ellipsis; empty if no useful text is left. */
export function fitted(text: string, widthPx: number, weight = 400): string {
  if (widthOf(text, weight) <= widthPx) return text;
  for (let length = text.length - 1; length >= 2; length--) {
    const shorter = `${text.slice(0, length).trimEnd()}…`;
    if (widthOf(shorter, weight) <= widthPx) return shorter;
  }
  return '';
}
