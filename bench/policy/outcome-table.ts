import type { Outcome } from './side-by-side.js';

/** One row for each contest and size. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ goal, what, size, floorMs, productMs, ratio, othersMs }) => [
    goal, what, String(size), floorMs.toFixed(3), productMs.toFixed(3), ratio.toFixed(2), Object.entries(othersMs).map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', '),
  ]);
  return aligned([['goal', 'what', 'devices', 'floor ms', 'product ms', 'ratio', 'beside'], ...rows]);
}

/** How the product's time grows from the smallest fleet to the largest; a slope of 0 is flat, of 1 proportional to the fleet. */
export function growth(outcomes: readonly Outcome[]): string {
  const goals = [...new Set(outcomes.map(({ goal }) => goal))];
  const rows = goals.map((goal) => {
    const own = outcomes.filter((each) => each.goal === goal);
    const [first, last] = [own[0]!, own[own.length - 1]!];
    return [goal, `${first.size} to ${last.size}`, (last.productMs / first.productMs).toFixed(2), (last.floorMs / first.floorMs).toFixed(2), slope(own).toFixed(3)];
  });
  return aligned([['goal', 'devices', 'product grows', 'floor grows', 'slope'], ...rows]);
}

/** Least squares of the logarithms of time and size. */
export function slope(outcomes: readonly Pick<Outcome, 'size' | 'productMs'>[]): number {
  const points = outcomes.map(({ size, productMs }) => [Math.log(size), Math.log(productMs)] as const);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(points.map(([each]) => each)), mean(points.map(([, each]) => each))];
  const spread = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / spread;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return `${rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n')}\n`;
}
