import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { numberText } from '../../domain/counted.ts';
import { toolSentence } from '../../domain/tool-sentence.ts';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import { placeText, type LockedFile } from '../../pki/pile/report.ts';
import { Section } from '../../ui/page/section.tsx';
import { lockedText } from '../locked-words.ts';
import { PasswordForm } from '../password-form.tsx';

interface LockedFilesProps {
  locked: readonly LockedFile[];
  /** Tries the password on all files. Answers the report afterwards; undefined when it was stopped. */
  onUnlock: (password: string) => Promise<CopiesReport | undefined>;
}

/** The files that need a password. One password often protects several files, so it is tried on all of them. */
export function LockedFiles({ locked, onUnlock }: LockedFilesProps) {
  const [outcome, setOutcome] = useState<{ opened: number; left: number }>();
  const open = async (password: string): Promise<boolean> => {
    setOutcome(undefined);
    const report = await onUnlock(password);
    if (!report) return false;
    setOutcome({
      opened: locked.filter(({ id }) => !report.locked.some((each) => each.id === id)).length,
      left: report.locked.length,
    });
    return true;
  };
  return (
    <Section title={locked.length === 1 ? 'One locked file' : `${numberText(locked.length)} locked files`}>
      <Box component="ul" aria-label="Locked files" sx={{ m: 0, pl: 2.5, mb: 2, overflowWrap: 'anywhere' }}>
        {locked.map(({ id, file, inside, locked: each, problem }) => (
          <Typography component="li" variant="body2" key={id}>
            <span>{`${placeText({ file, inside })}: ${lockedText(each)}.`}</span>
            {problem && (
              <Typography component="span" variant="body2" sx={{ color: 'error.main' }}>
                {' '}
                {problem.code === 'other_password'
                  ? toolSentence(problem, file)
                  : `This password does not open it${each.kind === 'locked Java keystore' ? ', or it is damaged' : ''}.`}
              </Typography>
            )}
          </Typography>
        ))}
      </Box>
      <PasswordForm
        label={locked.length === 1 ? 'Password of the locked file' : 'Password of locked files'}
        isWrong={outcome?.opened === 0}
        text={
          outcome ? outcomeText(outcome) : 'It is tried on all that is locked, and on what you drop later.'
        }
        textProps={{ role: outcome ? 'alert' : undefined }}
        onOpen={open}
        onType={() => setOutcome(undefined)}
      />
    </Section>
  );
}

function outcomeText({ opened, left }: { opened: number; left: number }): string {
  const others = left === 1 ? 'One is still locked' : `${numberText(left)} are still locked`;
  if (opened === 0)
    return left === 1 ? 'This password does not open it.' : 'This password opens none of them.';
  return `This password opened ${opened === 1 ? 'one file' : `${numberText(opened)} files`}. ${others}.`;
}
