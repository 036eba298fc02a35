import { t } from '@lingui/core/macro';
import '@xyflow/react/dist/base.css';
import { Box, Text, useComputedColorScheme } from '@mantine/core';
import { IconBuilding, IconPackage, IconShieldCog } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Controls, Handle, Position, ReactFlow, type NodeProps } from '@xyflow/react';
import { clsx } from 'clsx';
import { useMemo, useState, type ReactNode } from 'react';
import type { PolicyMap } from '../api/types';
import { AnchorLink } from '../components/links';
import { QueryState } from '../components/query-state';
import { laidOut, type Drawing, type MapNode, type PackageNode, type PolicyNode, type SiteNode } from './lay-out';
import classes from './map-canvas.module.css';
import { SiteHealth } from './site-health';

const KINDS = { policy: PolicyBox, package: PackageBox, site: SiteBox };

/** The map as a drawing: it is dragged and zoomed, and what is pointed at shows its ways. */
export function MapCanvas({ map }: { map: PolicyMap }) {
  const query = useQuery({ queryKey: ['policy-map', 'drawing', map], queryFn: () => laidOut(map), staleTime: Infinity, gcTime: 0 });
  return <QueryState query={query}>{(drawing) => <Canvas drawing={drawing} />}</QueryState>;
}

function Canvas({ drawing: { nodes, edges } }: { drawing: Drawing }) {
  const scheme = useComputedColorScheme('light');
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const ways = useMemo(() => (pointedAt === null ? null : waysThrough(pointedAt, edges)), [pointedAt, edges]);
  return (
    <Box className={clsx('lk-card', classes.canvas)} role="region" aria-label={t`Policy map`}>
      <ReactFlow<MapNode>
        nodes={ways ? nodes.map((node) => ({ ...node, className: ways.has(node.id) ? undefined : classes.aside })) : nodes}
        edges={ways ? edges.map((edge) => ({ ...edge, className: ways.has(edge.source) && ways.has(edge.target) ? classes.onWay : classes.aside })) : edges}
        nodeTypes={KINDS}
        colorMode={scheme}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        onNodeMouseEnter={(_event, { id }) => setPointedAt(id)}
        onNodeMouseLeave={() => setPointedAt(null)}
        minZoom={0.2}
        maxZoom={1.5}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.06 }}
        zoomOnScroll={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
      >
        <Controls showInteractive={false} position="bottom-right" />
      </ReactFlow>
    </Box>
  );
}

/** Everything that leads to a node and everything that it leads to, itself included. */
function waysThrough(id: string, edges: Drawing['edges']): ReadonlySet<string> {
  const follow = (from: 'source' | 'target', to: 'source' | 'target') => {
    const found = new Set([id]);
    for (const at of found) for (const edge of edges) if (edge[from] === at) found.add(edge[to]);
    return found;
  };
  return new Set([...follow('source', 'target'), ...follow('target', 'source')]);
}

function PolicyBox({ data: { policy } }: NodeProps<PolicyNode>) {
  return (
    <Node icon={<IconShieldCog size={17} stroke={1.7} aria-hidden />} to="right">
      <AnchorLink to="/policies/$policyId" params={{ policyId: policy.id }} size="sm" fw={600} c="inherit" truncate display="block">
        {policy.name}
      </AnchorLink>
      <Text size="xs" c="dimmed" truncate>
        {policy.clientName ?? t`every client`}
        {!policy.enabled && t` · disabled`}
      </Text>
    </Node>
  );
}

function PackageBox({ data: { one } }: NodeProps<PackageNode>) {
  return (
    <Node icon={<IconPackage size={17} stroke={1.7} aria-hidden />} to="both">
      <AnchorLink to="/packages/$packageId" params={{ packageId: one.id }} size="sm" fw={600} c="inherit" truncate display="block">
        {one.name}
      </AnchorLink>
      <Text size="xs" c="dimmed" truncate>
        {one.siteCount === 0 ? t`on no site` : one.siteCount === 1 ? t`on 1 site` : t`on ${one.siteCount} sites`}
      </Text>
    </Node>
  );
}

function SiteBox({ data: { site } }: NodeProps<SiteNode>) {
  return (
    <Node icon={<IconBuilding size={17} stroke={1.7} aria-hidden />} to="left">
      <AnchorLink to="/devices" search={{ siteId: site.id }} size="sm" fw={600} c="inherit" truncate display="block">
        {site.name}
      </AnchorLink>
      <Text size="xs" c="dimmed" truncate>
        {site.clientName}
      </Text>
      <SiteHealth site={site} />
    </Node>
  );
}

function Node({ icon, to, children }: { icon: ReactNode; to: 'left' | 'right' | 'both'; children: ReactNode }) {
  return (
    <div className={classes.node}>
      {to !== 'right' && <Handle type="target" position={Position.Left} className={classes.handle} />}
      {icon}
      <div className={classes.words}>{children}</div>
      {to !== 'left' && <Handle type="source" position={Position.Right} className={classes.handle} />}
    </div>
  );
}
