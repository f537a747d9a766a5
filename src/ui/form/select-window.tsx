import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import Typography from '@mui/material/Typography';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { numberText } from '../../domain/counted.ts';
import { usePaused } from '../hooks/paused.ts';
import { hasWords, searchable, searchWords } from '../../domain/search.ts';
import { ConfirmDialog } from '../dialog/confirm-dialog.tsx';
import { TextInput } from './text-input.tsx';

export interface SelectItem {
  id: string;
  label: string;
  /** Below the label: tells items with the same name apart. */
  details: string;
  status: ReactNode;
  /** Why it cannot be chosen. An item that is already chosen can still be removed. */
  unavailable?: string | undefined;
  /** It is chosen and cannot be removed here. */
  fixed?: boolean;
}

interface SelectWindowProps {
  title: string;
  intro?: ReactNode;
  items: readonly SelectItem[];
  /** Where the tenant searches: how many items it finds. Otherwise `items` are all, and are searched here. */
  total?: number;
  onSearch?: (text: string) => void;
  /** The ids that are chosen when the window opens. */
  chosen: readonly string[];
  /** Further ids that are checked when the window opens, as a suggestion. */
  suggested?: readonly string[];
  /** Shown instead of the items when there are none. */
  empty: ReactNode;
  addLabel?: string;
  pending?: boolean;
  /** Why the act failed. It is shown in the window, which stays open. */
  problem?: string | undefined;
  /** Called with all chosen ids. */
  onAdd: (chosen: string[]) => void;
  onCancel: () => void;
  /** Further fields, shown above the items. */
  children?: ReactNode;
}

/** The most rows in the document; the search finds the others. */
const SHOWN = 100;

/** A window with a check box for each item, *Add* and *Cancel*; where something is taken out, *Add* is *Apply*. */
export function SelectWindow(props: SelectWindowProps) {
  const {
    title,
    intro,
    items,
    empty,
    addLabel = 'Add',
    pending,
    problem,
    onSearch,
    onAdd,
    onCancel,
    children,
  } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set([...props.chosen, ...(props.suggested ?? [])]),
  );
  const [search, setSearch] = useState('');
  const paused = usePaused(search);
  useEffect(() => onSearch?.(paused), [onSearch, paused]);
  const id = useId();
  const found = onSearch ? items : matching(items, search);
  const more = (props.total ?? found.length) - Math.min(found.length, SHOWN);
  const isEmpty = items.length === 0 && search === '';
  const changed = chosen.size !== props.chosen.length || props.chosen.some((each) => !chosen.has(each));
  const removes = props.chosen.some((each) => !chosen.has(each));
  const toggle = (item: string) =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(item)) next.add(item);
      return next;
    });
  return (
    <ConfirmDialog
      title={title}
      onClose={onCancel}
      confirm={{
        label: removes ? 'Apply' : addLabel,
        disabled: !changed,
        pending: pending ?? false,
        run: () => onAdd([...chosen]),
      }}
      problem={problem}
    >
      <div>
        {intro && <Typography sx={{ color: 'text.secondary', mb: 2 }}>{intro}</Typography>}
        {children}
        {((props.total ?? items.length) > 8 || search !== '') && (
          <TextInput
            fullWidth
            size="small"
            sx={{ mb: 1, mt: 1 }}
            label="Search"
            type="search"
            value={search}
            onChange={setSearch}
          />
        )}
        {isEmpty && <Typography>{empty}</Typography>}
        <Box component="ul" aria-label={title} sx={{ listStyle: 'none', p: 0, m: 0 }}>
          {found.slice(0, SHOWN).map((item) => (
            <Choice
              key={item.id}
              id={`${id}-${item.id}`}
              item={item}
              checked={chosen.has(item.id)}
              onToggle={() => toggle(item.id)}
            />
          ))}
        </Box>
        {more > 0 && (
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
            {`${numberText(more)} more: search for a name or a serial number.`}
          </Typography>
        )}
        {!isEmpty && found.length === 0 && <Typography>Nothing matches.</Typography>}
      </div>
    </ConfirmDialog>
  );
}

/** The items whose name or details contain every word. */
export function matching<Item extends Pick<SelectItem, 'label' | 'details'>>(
  items: readonly Item[],
  search: string,
): readonly Item[] {
  const words = searchWords(search);
  return items.filter(({ label, details }) => hasWords(searchable(`${label}\n${details}`), words));
}

interface ChoiceProps {
  id: string;
  item: SelectItem;
  checked: boolean;
  onToggle: () => void;
}

/** The label is only the name; details, status and reason are its description for screen readers. */
const Choice = ({ id, item, checked, onToggle }: ChoiceProps) => (
  <Box
    component="li"
    sx={{
      display: 'flex',
      alignItems: 'flex-start',
      gap: 1,
      py: 0.75,
      borderBottom: '1px solid',
      borderColor: 'divider',
    }}
  >
    <Checkbox
      id={id}
      checked={checked}
      disabled={(item.fixed ?? false) || (item.unavailable !== undefined && !checked)}
      onChange={onToggle}
      slotProps={{ input: { 'aria-describedby': `${id}-details` } }}
      sx={{ mt: -0.5 }}
    />
    <Box sx={{ flex: 1, minWidth: 0 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, justifyContent: 'space-between' }}>
        <Box component="label" htmlFor={id} sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
          <bdi>{item.label}</bdi>
        </Box>
        {item.status}
      </Box>
      <Box
        id={`${id}-details`}
        sx={{ fontSize: 'caption.fontSize', color: 'text.secondary', overflowWrap: 'anywhere' }}
      >
        {item.details}
        {item.unavailable !== undefined && <div>{item.unavailable}</div>}
      </Box>
    </Box>
  </Box>
);
