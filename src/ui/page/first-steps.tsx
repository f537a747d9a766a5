import CheckIcon from '@mui/icons-material/CheckCircle';
import OpenIcon from '@mui/icons-material/RadioButtonUnchecked';
import WaitingIcon from '@mui/icons-material/Schedule';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import { states } from '../../domain/states.ts';
import { usePreference } from '../hooks/preference.ts';
import { Section } from './section.tsx';

interface Step<Key> {
  step: Key;
  title: string;
  why: string;
  state: 'done' | 'waiting' | 'open';
}

interface FirstStepsProps<Key> {
  tenant: string;
  /** Nothing is shown without them, or after a person has hidden them. */
  steps: readonly Step<Key>[] | null | undefined;
  /** Where a step is done. */
  toOf: (step: Key) => string;
}

const looks = {
  done: { Icon: CheckIcon, color: 'success.main', word: states.done },
  waiting: { Icon: WaitingIcon, color: 'text.secondary', word: states.waiting },
  open: { Icon: OpenIcon, color: 'text.secondary', word: states.open },
} as const;

/** The way from an empty tenant to a recording that a key opens, one press for each step. */
export function FirstSteps<Key extends string>({ tenant, steps, toOf }: FirstStepsProps<Key>) {
  const [shown, setShown] = usePreference(`first-steps-${tenant}`, ['shown', 'hidden']);
  if (!steps || shown === 'hidden') return null;
  return (
    <Section title="First steps" actions={<Button onClick={() => setShown('hidden')}>Hide</Button>}>
      <Box
        component="ol"
        sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5, textAlign: 'left' }}
      >
        {steps.map(({ step, title, why, state }, index) => {
          const { Icon, color, word } = looks[state];
          return (
            <Box component="li" key={step} sx={{ display: 'flex', gap: 1.5 }}>
              <Icon titleAccess={word} fontSize="small" sx={{ color, mt: '2px' }} />
              <Box sx={{ minWidth: 0 }}>
                {index + 1}.{' '}
                <MuiLink
                  component={Link}
                  to={toOf(step)}
                  underline="always"
                  sx={{ fontWeight: 'fontWeightMedium' }}
                >
                  {title}
                </MuiLink>
                <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                  {why}
                </Typography>
              </Box>
            </Box>
          );
        })}
      </Box>
    </Section>
  );
}
