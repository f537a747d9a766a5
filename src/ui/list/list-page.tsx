import type { ReactNode } from 'react';
import { Outlet } from 'react-router';
import { Page, type PageProps } from '../page/page.tsx';
import { List, type ListProps } from './list.tsx';
import type { Identified } from './source.ts';

interface ListPageProps<Row extends Identified>
  extends Omit<ListProps<Row>, 'label'>, Omit<PageProps, 'narrow' | 'children'> {
  /** Messages above the list. */
  children?: ReactNode;
  below?: ReactNode;
}

/** A page that is a list. Dialogs open over it. */
export const ListPage = <Row extends Identified>({
  title,
  where,
  intro,
  actions,
  children,
  below,
  ...list
}: ListPageProps<Row>) => (
  <Page title={title} where={where} intro={intro} actions={actions}>
    {children}
    <List label={title} {...list} />
    {below}
    <Outlet />
  </Page>
);
