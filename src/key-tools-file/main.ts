import { draw } from './app.tsx';

/**
 * The whole script of the copy. In the page it draws the tools; in a worker, which is started with the same script, it
 * is the worker that stands behind the `#` of its URL.
 */
const workers = import.meta.glob('../screens/key-tools/**/*.worker.ts');

if (typeof document === 'undefined') void workers[location.hash.slice(1)]?.();
else draw();
