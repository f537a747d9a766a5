/**
 * The four tools are one module, so that opening one fetches all of them: they then go on working when the
 * connection is cut.
 */
import { Component as Convert } from './convert/convert.tsx';
import { Component as Decrypt } from './decrypt/decrypt.tsx';
import { Component as Generate, loader } from './generate/generate.tsx';
import { Component as Inspect } from './inspect/inspect.tsx';

export const generate = { Component: Generate, loader };
export const inspect = { Component: Inspect };
export const convert = { Component: Convert };
export const decrypt = { Component: Decrypt };
