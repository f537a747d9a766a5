/** As a `ref` of what just appeared below the fold: what a file turned out to be is seen without scrolling. */
export const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
