export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Prints one line of the report: what was measured, the figure, and what it is compared with. */
export function row(what: string, figure: string, against: string): void {
  console.log(`${what.padEnd(56)} ${figure.padStart(14)}   ${against}`);
}
