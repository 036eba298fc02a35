import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Combobox, Group, ScrollArea, Text, UnstyledButton, useCombobox } from '@mantine/core';
import { IconBuilding, IconBuildingCommunity, IconCheck, IconSelector, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { allSitesQuery, clientsQuery } from '../../sites/site-queries';
import { useRight } from '../me';
import { usePlace, type Place } from '../place';
import classes from './shell.module.css';

/** More than this is searched for, not scrolled through. */
const MOST_OFFERED = 60;

/** Client > Site: narrows the list, the overview and the sessions at once. */
export function PlaceSwitcher() {
  const place = usePlace();
  const navigate = useNavigate();
  const mayRead = useRight('sites.read');
  const [words, setWords] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => setWords(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const clients = useQuery({ ...clientsQuery, enabled: mayRead });
  const sites = useQuery({ ...allSitesQuery(), enabled: mayRead });
  if (!mayRead) return null;
  const site = sites.data?.items.find(({ id }) => id === place.siteId);
  const client = clients.data?.items.find(({ id }) => id === (place.clientId ?? site?.clientId));
  const label = site ? `${site.clientName} › ${site.name}` : (client?.name ?? t`All clients`);
  const go = (to: Place) => {
    combobox.closeDropdown();
    void navigate({ to: '.', search: (now: object) => ({ ...now, clientId: undefined, siteId: undefined, view: undefined, ...to }) } as never);
  };
  const wanted = words.trim().toLowerCase();
  const offered = (clients.data?.items ?? [])
    .flatMap(({ id, name }) => [
      { key: `c:${id}`, name, label: name, icon: IconBuildingCommunity, place: { clientId: id }, depth: 0 },
      ...(sites.data?.items ?? [])
        .filter(({ clientId }) => clientId === id)
        .map((each) => ({
          key: `s:${each.id}`,
          name: `${name} ${each.name}`,
          label: each.name,
          icon: IconBuilding,
          place: { clientId: id, siteId: each.id },
          depth: 1,
        })),
    ])
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, MOST_OFFERED);
  return (
    <Combobox
      store={combobox}
      width={320}
      position="bottom-start"
      onOptionSubmit={(key) => go(offered.find((each) => each.key === key)?.place ?? {})}
    >
      <Combobox.Target targetType="button">
        <UnstyledButton className={classes.place} aria-label={t`Showing ${label}`} onClick={() => combobox.toggleDropdown()}>
          {site || client ? <IconBuilding size={15} aria-hidden /> : <IconWorld size={15} aria-hidden />}
          <Text span size="sm" fw={550} truncate>
            {label}
          </Text>
          <IconSelector size={14} aria-hidden />
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          placeholder={t`Client or site`}
          aria-label={t`Client or site`}
        />
        <Combobox.Options aria-label={t`Clients and sites`}>
          <ScrollArea.Autosize mah={360} type="scroll">
            {wanted === '' && (
              <Combobox.Option value="all">
                <Group gap={8} wrap="nowrap">
                  <IconWorld size={15} aria-hidden />
                  <Text span size="sm">
                    <Trans>All clients</Trans>
                  </Text>
                </Group>
              </Combobox.Option>
            )}
            {offered.map(({ key, label: name, icon: PlaceIcon, depth, place: to }) => (
              <Combobox.Option value={key} key={key} pl={10 + depth * 20}>
                <Group gap={8} wrap="nowrap">
                  <PlaceIcon size={15} stroke={1.7} aria-hidden />
                  <Text span size="sm" truncate flex={1}>
                    {name}
                  </Text>
                  {to.clientId === place.clientId && (to as Place).siteId === place.siteId && <IconCheck size={14} aria-hidden />}
                </Group>
              </Combobox.Option>
            ))}
            {offered.length === 0 && <Combobox.Empty><Trans>Nothing is called so</Trans></Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
