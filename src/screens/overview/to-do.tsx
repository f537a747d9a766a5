import CrossIcon from '@mui/icons-material/Cancel';
import InfoIcon from '@mui/icons-material/Info';
import WarningIcon from '@mui/icons-material/Warning';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router';
import { Section } from '../../ui/page/section.tsx';
import { grouped, type TaskGroup } from './task-groups.ts';
import type { Task } from './tasks.ts';

const severities = {
  error: { Icon: CrossIcon, color: 'error.main', word: 'Urgent' },
  warning: { Icon: WarningIcon, color: 'warning.main', word: 'Soon' },
  info: { Icon: InfoIcon, color: 'info.main', word: 'Note' },
} as const;

/** What this person should do, one line each; several tasks of a kind are one line that unfolds. */
export function ToDo({ tasks }: { tasks: readonly Task[] }) {
  return (
    <Section title="To do">
      {tasks.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>Nothing needs doing now.</Typography>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
          {grouped(tasks).map((item) => (
            <Line key={'tasks' in item ? item.text : `${item.to} ${item.text}`} item={item} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function Line({ item }: { item: Task | TaskGroup }) {
  const { Icon, color, word } = severities[item.severity];
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        gap: 1.5,
        py: 1.25,
        borderTop: '1px solid',
        borderColor: 'divider',
        '&:first-of-type': { borderTop: 0, pt: 0 },
        '&:last-of-type': { pb: 0 },
      }}
    >
      <Icon fontSize="small" titleAccess={word} sx={{ color, mt: '2px' }} />
      <Box sx={{ minWidth: 0, flex: 1, overflowWrap: 'anywhere' }}>
        {'tasks' in item ? <Group group={item} /> : <One task={item} />}
      </Box>
    </Box>
  );
}

const One = ({ task: { text, why, to } }: { task: Pick<Task, 'text' | 'to'> & { why?: string } }) => (
  <>
    <Link
      component={RouterLink}
      to={to}
      color="inherit"
      underline="always"
      sx={{ fontWeight: 'fontWeightMedium' }}
    >
      {text}
    </Link>
    {why && <Why text={why} />}
  </>
);

const Group = ({ group: { text, why, tasks } }: { group: TaskGroup }) => (
  <details>
    <Box component="summary" sx={{ cursor: 'pointer', fontWeight: 'fontWeightMedium' }}>
      {text}
    </Box>
    {why && <Why text={why} />}
    <Box component="ul" sx={{ mt: 0.5, mb: 0, pl: 2.5, '& > li': { py: 0.5 } }}>
      {tasks.map((task) => (
        <li key={`${task.to} ${task.text}`}>
          <One task={why === undefined ? task : { text: task.text, to: task.to }} />
        </li>
      ))}
    </Box>
  </details>
);

const Why = ({ text }: { text: string }) => (
  <Typography variant="body2" sx={{ color: 'text.secondary' }}>
    {text}
  </Typography>
);
