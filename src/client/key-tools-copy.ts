import { queryOptions } from '@tanstack/react-query';
import { CallProblem, unreachable } from './call.ts';

/** The single file with all key tools, as the build describes it. */
export interface KeyToolsCopy {
  name: string;
  bytes: number;
  /** In hexadecimal. */
  sha256: string;
}

const folder = '/downloads';

export const keyToolsCopyUrl = ({ name }: KeyToolsCopy): string => `${folder}/${name}`;

/** null: this console was started without building the file, as with the development server. */
export const keyToolsCopyQuery = () =>
  queryOptions({
    queryKey: ['key tools copy'],
    queryFn: async ({ signal }): Promise<KeyToolsCopy | null> => {
      try {
        const response = await fetch(`${folder}/recording-key-tools.json`, { signal });
        if (response.status >= 500) throw unreachable();
        const isThere = response.ok && response.headers.get('Content-Type') === 'application/json';
        return isThere ? ((await response.json()) as KeyToolsCopy) : null;
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof CallProblem ? error : unreachable();
      }
    },
  });
