/** The box with details of an item. */
import type { Hit } from './pane.ts';

export interface Tooltip {
  show(hit: Hit, atMs: number, xPx: number, topPx: number, bottomPx: number): void;
  hide(): void;
  readonly isShown: boolean;
}

const GAP_PX = 8;

export function createTooltip(stage: HTMLElement): Tooltip {
  const box = document.createElement('div');
  box.className = 'tip';
  box.setAttribute('role', 'tooltip');
  box.hidden = true;
  stage.append(box);
  return {
    show: (hit, atMs, xPx, topPx, bottomPx) => {
      const title = document.createElement('strong');
      title.textContent = hit.title;
      const lines = [...hit.lines, ...(hit.lineAt === undefined ? [] : [hit.lineAt(atMs)])].map(lineOf);
      box.replaceChildren(title, ...lines);
      box.hidden = false;
      const widest = stage.clientWidth - box.offsetWidth;
      box.style.left = `${Math.max(0, Math.min(widest, xPx - box.offsetWidth / 2))}px`;
      // Above, unless that would be outside the window.
      const isBelow = stage.getBoundingClientRect().top + topPx - GAP_PX - box.offsetHeight < 0;
      box.style.top = `${isBelow ? bottomPx + GAP_PX : topPx - GAP_PX - box.offsetHeight}px`;
    },
    hide: () => {
      box.hidden = true;
    },
    get isShown() {
      return !box.hidden;
    },
  };
}

/** The text of the box for screen readers. */
export function spoken(row: string, hit: Hit): string {
  return [row, hit.title, ...hit.lines].join('. ');
}

function lineOf(text: string): HTMLElement {
  const line = document.createElement('span');
  line.textContent = text;
  return line;
}
