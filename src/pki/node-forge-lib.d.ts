/** @types/node-forge describes the package's index alone; its parts add to the same object. */
declare module 'node-forge/lib/forge.js' {
  import type * as Forge from 'node-forge';

  const forge: typeof Forge;
  export default forge;
}
