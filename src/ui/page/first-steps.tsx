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
  steps: readonly Step<Key>[];
  /** Where a step is done. */
  toOf: (step: Key) => string;
  onHide: () => void;
}

const looks = {
  done: { Icon: CheckIcon, color: 'success.main', word: states.done },
  waiting: { Icon: WaitingIcon, color: 'text.secondary', word: states.waiting },
  open: { Icon: OpenIcon, color: 'text.secondary', word: states.open },
} as const;

/** Whether a person still wants to see the first steps of a tenant. */
export const useFirstStepsShown = (tenant: string) =>
  usePreference(`first-steps-${tenant}`, ['shown', 'hidden']);

/** The way from an empty tenant to a recording that a key opens, one press for each step. */
export const FirstSteps = <Key extends string>({ steps, toOf, onHide }: FirstStepsProps<Key>) => (
  <Section title="First steps" actions={<Button onClick={onHide}>Hide</Button>}>
    <Box component="ol" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5, textAlign: 'left' }}>
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
