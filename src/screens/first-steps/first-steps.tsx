import CheckIcon from '@mui/icons-material/CheckCircle';
import OpenIcon from '@mui/icons-material/RadioButtonUnchecked';
import WaitingIcon from '@mui/icons-material/Schedule';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { overviewQuery } from '../../client/queries/overview.ts';
import type { Session } from '../../domain/session.ts';
import { states } from '../../domain/states.ts';
import { usePreference } from '../../ui/hooks/preference.ts';
import { Section } from '../../ui/page/section.tsx';
import { To } from '../../ui/page/to.tsx';

const looks = {
  done: { Icon: CheckIcon, color: 'success.main', word: states.done },
  waiting: { Icon: WaitingIcon, color: 'text.secondary', word: states.waiting },
  open: { Icon: OpenIcon, color: 'text.secondary', word: states.open },
} as const;

/**
 * The way from an empty tenant to a recording that a key opens, one press for each step. Nothing is shown where no step
 * is left, or after a person has hidden them.
 */
export function FirstSteps({ tenant }: { tenant: Session['tenant'] }) {
  const [shown, setShown] = usePreference(`first-steps-${tenant.name}`, ['shown', 'hidden']);
  const { firstSteps: steps, unassigned } = useQuery(overviewQuery()).data ?? {};
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
                <To
                  to={paths.firstStep(step, tenant, unassigned ?? undefined)}
                  sx={{ fontWeight: 'fontWeightMedium' }}
                >
                  {title}
                </To>
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
