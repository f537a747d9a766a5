import CrossIcon from '@mui/icons-material/Cancel';
import CheckIcon from '@mui/icons-material/Check';
import WarningIcon from '@mui/icons-material/Warning';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { paths } from '../../paths.ts';
import type { Overview } from '../../client/queries/overview.ts';
import { states } from '../../domain/states.ts';
import { dayText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { To } from '../../ui/page/to.tsx';

type EncryptionAnswer = Overview['voice'];

interface AnswersProps {
  voice: EncryptionAnswer;
  /** null for a session that may not see it. */
  screen: EncryptionAnswer | null;
  /** The address of the screen recording list; undefined for a session that may not open it. */
  screenRecordings: string | undefined;
}

/** The two answers at the top of the page: are voice recordings encrypted, and are screen recordings? */
export function Answers({ voice, screen, screenRecordings }: AnswersProps) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2.5,
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: screen ? 'repeat(2, minmax(0, 1fr))' : 'minmax(0, 1fr)',
        },
      }}
    >
      {[
        {
          about: 'Voice recordings',
          answer: voice,
          where: <To to={paths.ivrProfiles()}>IVR Profiles</To>,
        },
        ...(screen
          ? [
              {
                about: 'Screen recordings',
                answer: screen,
                where:
                  screenRecordings === undefined ? (
                    'Screen Recording Certificates'
                  ) : (
                    <To to={screenRecordings}>Screen Recording Certificates</To>
                  ),
              },
            ]
          : []),
      ]
        // What is in the clear now comes first.
        .toSorted((a, b) => Number(b.answer.tone === 'bad') - Number(a.answer.tone === 'bad'))
        .map((each) => (
          <Answer key={each.about} {...each} />
        ))}
    </Box>
  );
}

const looks = {
  good: { Icon: CheckIcon, color: 'success.main', word: 'Good' },
  soon: { Icon: WarningIcon, color: 'warning.main', word: 'Attention' },
  bad: { Icon: CrossIcon, color: 'error.main', word: 'Urgent' },
} as const;

interface AnswerProps {
  about: string;
  answer: EncryptionAnswer;
  where: ReactNode;
}

function Answer({ about, answer: { tone, text, until, ends, missing }, where }: AnswerProps) {
  const { Icon, color, word } = looks[tone];
  return (
    <Paper
      component="section"
      aria-label={about}
      variant="outlined"
      sx={{
        p: 2.5,
        display: 'flex',
        gap: 1.5,
        borderLeft: '4px solid',
        borderLeftColor: color,
        minWidth: 0,
      }}
    >
      <Icon titleAccess={word} sx={{ color, mt: '3px' }} />
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography variant="h2">{`${about}: ${text}${until ? ` ${dayText(until)}` : ''}`}</Typography>
        <Box
          sx={{ display: 'grid', gap: 0.25, mt: 0.75, fontSize: 'body2.fontSize', color: 'text.secondary' }}
        >
          {ends && <FirstEnd {...ends} />}
          {missing.length > 0 && <div>{`${states.notEncrypted}: ${missing.join(', ')}.`}</div>}
          {tone === 'bad' && missing.length === 0 && <div>No valid certificate is assigned.</div>}
          <div>{where}</div>
        </Box>
      </Box>
    </Paper>
  );
}

const FirstEnd = ({ certificate, until, profile }: NonNullable<EncryptionAnswer['ends']>) => {
  const name = <To to={paths.certificate(certificate.id)}>{nameOf(certificate)}</To>;
  return profile === undefined ? (
    <div>The last certificate is {name}.</div>
  ) : (
    <div>
      {name} ends first: on {dayText(until)}, in {profile}.
    </div>
  );
};
