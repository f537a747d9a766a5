/** All tools are in one module, so that opening one of them loads all. They then work even if the connection is cut. */
import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import type { KeyTool } from '../paths.ts';
import { Component as CheckBackup } from './check-backup/check-backup.tsx';
import { Component as Convert } from './convert/convert.tsx';
import { Component as Decrypt } from './decrypt/decrypt.tsx';
import { Component as Generate, loader } from './generate/generate.tsx';
import { Component as Inspect } from './inspect/inspect.tsx';

interface ToolScreen {
  Component: ComponentType;
  loader?: (client: QueryClient, args: LoaderFunctionArgs) => unknown;
}

export const screens: Record<KeyTool, ToolScreen> = {
  generate: { Component: Generate, loader },
  inspect: { Component: Inspect },
  convert: { Component: Convert },
  decrypt: { Component: Decrypt },
  'check-backup': { Component: CheckBackup },
};
