import CrossIcon from '@mui/icons-material/Cancel';
import InfoIcon from '@mui/icons-material/Info';
import WarningIcon from '@mui/icons-material/Warning';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { paths } from '../../paths.ts';
import type { Overview } from '../../client/queries/overview.ts';
import { numberText } from '../../domain/counted.ts';
import { withDays } from '../../domain/to-do/days.ts';
import { dayText } from '../../ui/page/dates.ts';
import { Section } from '../../ui/page/section.tsx';
import { To } from '../../ui/page/to.tsx';

type Item = Overview['toDo'][number];
type TaskGroup = Extract<Item, { tasks: unknown }>;
type Task = Exclude<Item, TaskGroup>;

const pathOf = (to: Task['to']): string => ('id' in to ? paths[to.page](to.id) : paths[to.page]());

const severities = {
  error: { Icon: CrossIcon, color: 'error.main', word: 'Urgent' },
  warning: { Icon: WarningIcon, color: 'warning.main', word: 'Soon' },
  info: { Icon: InfoIcon, color: 'info.main', word: 'Note' },
} as const;

/** What this person should do, one line each; several tasks of a kind are one line that unfolds. */
export function ToDo({ items }: { items: readonly Item[] }) {
  return (
    <Section title="To do">
      {items.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>Nothing needs doing now.</Typography>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
          {items.map((item) => (
            <Line key={'tasks' in item ? item.text : `${pathOf(item.to)} ${item.text}`} item={item} />
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

function One({ task, isAlone = true }: { task: Task; isAlone?: boolean }) {
  const written = (text: string) => withDays(text, task.times ?? [], dayText);
  return (
    <>
      <To to={pathOf(task.to)} color="inherit" sx={{ fontWeight: 'fontWeightMedium' }}>
        {written(task.text)}
      </To>
      {isAlone && task.why && <Why text={written(task.why)} />}
    </>
  );
}

const Group = ({ group: { text, why, tasks, more } }: { group: TaskGroup }) => (
  <details>
    <Box component="summary" sx={{ cursor: 'pointer', fontWeight: 'fontWeightMedium' }}>
      {text}
    </Box>
    {why && <Why text={why} />}
    <Box component="ul" sx={{ mt: 0.5, mb: 0, pl: 2.5, '& > li': { py: 0.5 } }}>
      {tasks.map((task) => (
        <li key={`${pathOf(task.to)} ${task.text}`}>
          <One task={task} isAlone={why === undefined} />
        </li>
      ))}
      {more > 0 && <li>{`${numberText(more)} more.`}</li>}
    </Box>
  </details>
);

const Why = ({ text }: { text: string }) => (
  <Typography variant="body2" sx={{ color: 'text.secondary' }}>
    {text}
  </Typography>
);
