//! Colours of the style sheet for a canvas, which knows none of its names.

/** What a token is in the element's appearance, such as `--talking`. */
export function ink(element: HTMLElement, token: string): string {
  const before = element.style.color;
  element.style.color = `var(${token})`;
  const colour = getComputedStyle(element).color;
  element.style.color = before;
  return colour;
}

/** Sizes the canvas to what it shows, in device pixels; the pen counts in those of the style sheet. */
export function pen(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d');
  if (!context || width <= 0 || height <= 0) return null;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  context.scale(devicePixelRatio, devicePixelRatio);
  return context;
}
