import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef, useState } from 'react';
import { mendedText } from '../../domain/mending.ts';
import { writingText } from '../../domain/password-writing.ts';
import type { PkiError } from '../../pki/result.ts';
import { isLocked, type Locked } from '../../pki/files/unlock.ts';
import { withPaths, type Unreadable } from '../../ui/form/dropped-files.ts';
import { DropZone } from '../../ui/form/drop-zone.tsx';
import { Section } from '../../ui/page/section.tsx';
import { ToolPage } from '../tool-page.tsx';
import { intoSight } from '../into-sight.ts';
import { lockedText } from '../locked-words.ts';
import { toolSentence } from '../../domain/tool-sentence.ts';
import { FILES_NOT_READ, OPEN_TO_ANYONE } from '../../domain/said.ts';
import { UnlockForm } from '../unlock-form.tsx';
import { ToolClosed } from '../worker/asked-worker.ts';
import type { FoundInFile, Item } from '../worker/calls.ts';
import { useToolWorker } from '../worker/use-tool-worker.ts';
import { ConvertForm } from './convert-form.tsx';
import { isCertificate, isRsaKey } from './outputs.ts';
import { Problem } from '../../ui/page/problem.tsx';

/** Key Tools > Convert: converts a private key, its certificate or a container from one form into another. */
export function Component() {
  const worker = useToolWorker();
  const [items, setItems] = useState<readonly Item[]>([]);
  const [problem, setProblem] = useState<string>();
  const nextId = useRef(0);
  const numbered = (all: readonly FoundInFile[]) =>
    all.map((each): Item => Object.assign(each, { id: nextId.current++ }));

  const add = async (files: File[], unreadable: Unreadable[]) => {
    setProblem(undefined);
    try {
      const more = numbered(await worker.call('open', { files: withPaths(files), unreadable }));
      setItems((before) => [...before, ...more]);
    } catch (error) {
      if (!(error instanceof ToolClosed)) setProblem(error instanceof Error ? error.message : FILES_NOT_READ);
    }
  };
  const unlock = async (item: Item, locked: Locked, password: string): Promise<PkiError | undefined> => {
    const opened = await worker.call('unlockToConvert', { locked, password });
    if (!opened.ok) return opened.error;
    const { file } = item;
    const contents = opened.value.filter(
      (found) => !(found.kind === 'PKCS#12' && !found.writing) && found.kind !== 'Java keystore',
    );
    const inside = numbered(contents.map((found) => ({ file, found })));
    setItems((before) => before.flatMap((each) => (each.id === item.id ? inside : [each])));
    return undefined;
  };
  const clear = () => {
    setItems([]);
    setProblem(undefined);
    void worker.call('forget', undefined).catch(() => undefined);
  };

  const keys = items.filter(isRsaKey);
  const certificates = items.filter(isCertificate);
  return (
    <ToolPage
      worker={worker}
      title="Convert"
      intro="Convert a private key to another format, with or without a password, alone or together with its certificate. The conversion happens in your browser; nothing is sent anywhere."
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        <DropZone
          label="Files to convert"
          hint="Drop a private key, a certificate, both, a PKCS#12 container or a Java keystore here, in PEM or DER; choose them, or paste their text. Old encrypted forms open, too."
          onFiles={(files, unreadable) => void add(files, unreadable)}
        />
        <Problem text={problem} />
        {items.length > 0 && (
          <Section title="Opened">
            <Box
              component="ul"
              ref={intoSight}
              aria-label="Opened"
              sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 2 }}
            >
              {items.map((item) => (
                <Box component="li" key={item.id} sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                  <OpenedItem item={item} onUnlock={unlock} />
                  {item.found.mended && (
                    <Box sx={{ color: 'text.secondary' }}>{mendedText(item.found.mended)}</Box>
                  )}
                </Box>
              ))}
            </Box>
            <Button color="inherit" size="small" onClick={clear} sx={{ mt: 2 }}>
              Clear
            </Button>
          </Section>
        )}
        {(keys.length > 0 || certificates.length > 0) && (
          <ConvertForm worker={worker} keys={keys} certificates={certificates} />
        )}
      </Box>
    </ToolPage>
  );
}

interface OpenedItemProps {
  item: Item;
  onUnlock: (item: Item, locked: Locked, password: string) => Promise<PkiError | undefined>;
}

/** One line that says what was opened, with a field for the password where one is needed. */
function OpenedItem({ item, onUnlock }: OpenedItemProps) {
  const { file, found } = item;
  if (isLocked(found)) {
    const refused = found.kind === 'locked private key' ? found.refused : undefined;
    return (
      <Box sx={{ display: 'grid', gap: 1 }}>
        <span>
          <strong>{file}</strong>
          {`: ${lockedText(found)}`}
        </span>
        {refused ? (
          <Alert severity="warning">{toolSentence(refused, file)}</Alert>
        ) : (
          <UnlockForm file={file} onUnlock={(password) => onUnlock(item, found, password)} />
        )}
      </Box>
    );
  }
  switch (found.kind) {
    case 'private key': {
      const { algorithm, bits, format, encryption } = found.facts;
      const line = [
        `${algorithm}${bits ? `, ${bits} bits` : ''}`,
        format,
        encryption ? `was encrypted (${encryption})` : 'not encrypted',
      ];
      return (
        <>
          <span>
            <strong>{file}</strong>: a private key, {line.join(', ')}
          </span>
          {found.facts.writing && <div>{writingText(found.facts.writing)}</div>}
          {!isRsaKey(item) && (
            <Alert severity="warning">{toolSentence({ code: 'not_rsa', detail: algorithm }, file)}</Alert>
          )}
        </>
      );
    }
    case 'PKCS#12':
      return (
        <span>
          <strong>{file}</strong>
          {`: a PKCS#12 container${found.lock === 'none' ? ` in which nothing is encrypted: ${OPEN_TO_ANYONE}` : ''}. ${writingText(found.writing)}`}
        </span>
      );
    case 'certificate':
      return (
        <span>
          <strong>{file}</strong>: a certificate, {found.facts.subject.readable || '(no subject)'}
        </span>
      );
    case 'damaged':
    case 'cannot open':
      return <Problem text={toolSentence(found.error, file)} />;
    default:
      return (
        <span>
          <strong>{file}</strong>: {found.kind === 'unknown' ? found.what : found.kind}. There is nothing to
          convert in it.
        </span>
      );
  }
}
