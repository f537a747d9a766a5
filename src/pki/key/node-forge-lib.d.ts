/** @types/node-forge describes only the package's index; its parts add to the same object. */
declare module 'node-forge/lib/forge.js' {
  import type * as Forge from 'node-forge';

  const forge: typeof Forge;
  export default forge;
}
