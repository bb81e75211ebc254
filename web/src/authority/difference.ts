//! What is different between two texts, line by line.

export interface Line {
  is: 'same' | 'added' | 'struck';
  text: string;
}

/** Lines that are compared; of longer texts the rest is told as struck and added. */
const MOST = 2_000;

/** The lines of both, in order: the fewest that are struck or added. */
export function difference(before: string, after: string): Line[] {
  const [from, to] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  const [rows, columns] = [Math.min(from.length, MOST), Math.min(to.length, MOST)];
  // How many lines the ends from here on have in common.
  const common = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1) {
      const here = common[row];
      if (here) here[column] = from[row] === to[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns)
    if (row < rows && column < columns && from[row] === to[column]) {
      lines.push({ is: 'same', text: from[row] ?? '' });
      [row, column] = [row + 1, column + 1];
    } else if (column >= columns || (row < rows && at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ is: 'struck', text: from[row] ?? '' });
      row += 1;
    } else {
      lines.push({ is: 'added', text: to[column] ?? '' });
      column += 1;
    }
  const told = (is: Line['is']) => (text: string): Line => ({ is, text });
  return [...lines, ...from.slice(rows).map(told('struck')), ...to.slice(columns).map(told('added'))];
}
