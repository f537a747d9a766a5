import { draw } from './app.tsx';

/**
 * The only script of the copy. In the page it draws the tools. In a worker, which is started with the same script, it
 * runs the worker whose name follows the `#` of its URL.
 */
const workers = import.meta.glob('../**/*.worker.ts');

if (typeof document === 'undefined') void workers[location.hash.slice(1)]?.();
else draw();
