import { t } from '@lingui/core/macro';
import ELK from 'elkjs/lib/elk.bundled.js';
import type { Edge, Node } from '@xyflow/react';
import type { MappedPackage, MappedSite, PolicyMap } from '../api/types';

type Policy = PolicyMap['policies'][number];

export type PolicyNode = Node<{ policy: Policy }, 'policy'>;
export type PackageNode = Node<{ one: MappedPackage }, 'package'>;
export type SiteNode = Node<{ site: MappedSite }, 'site'>;
export type MapNode = PolicyNode | PackageNode | SiteNode;

export interface Drawing {
  nodes: MapNode[];
  edges: Edge[];
}

const SIZES = { policy: { width: 210, height: 54 }, package: { width: 210, height: 54 }, site: { width: 230, height: 78 } };

/** From left to right, one column for each kind, edges crossing as little as can be. */
const LAYERS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.partitioning.activate': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '110',
  'elk.spacing.nodeNode': '18',
  'elk.separateConnectedComponents': 'false',
};
const COLUMN = { policy: '0', package: '1', site: '2' };

/** Nodes and edges of the map with the places where they are drawn. */
export async function laidOut(map: PolicyMap): Promise<Drawing> {
  const nodes = nodesOf(map);
  const edges = edgesOf(map);
  const graph = await new ELK().layout({
    id: 'map',
    layoutOptions: LAYERS,
    children: nodes.map(({ id, type }) => ({ id, ...SIZES[type!], layoutOptions: { 'elk.partitioning.partition': COLUMN[type!] } })),
    edges: edges.map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  });
  const places = new Map(graph.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  return { nodes: nodes.map((node) => ({ ...node, position: places.get(node.id) ?? node.position })), edges };
}

function nodesOf({ policies, packages, sites }: PolicyMap): MapNode[] {
  const position = { x: 0, y: 0 };
  return [
    ...policies.map((policy): PolicyNode => ({ id: policy.id, type: 'policy', position, ...SIZES.policy, data: { policy } })),
    ...packages.map((one): PackageNode => ({ id: one.id, type: 'package', position, ...SIZES.package, data: { one } })),
    ...sites.map((site): SiteNode => ({ id: site.id, type: 'site', position, ...SIZES.site, data: { site } })),
  ];
}

function edgesOf({ policies, packages, sites }: PolicyMap): Edge[] {
  const known = new Map(policies.map((policy) => [policy.id, policy]));
  return [
    ...packages.flatMap(({ id, entries }) =>
      entries
        .filter(({ policyId }) => known.has(policyId))
        .map(({ policyId, deviceGroupName }) => ({
          id: `${policyId} ${id} ${deviceGroupName ?? ''}`,
          source: policyId,
          target: id,
          ...(deviceGroupName === null ? {} : { label: t`only ${deviceGroupName}` }),
          // What a disabled policy would say does not arrive.
          ...(known.get(policyId)?.enabled ? {} : { style: { strokeDasharray: '4 4' } }),
        })),
    ),
    ...sites.flatMap(({ id, assignments }) => assignments.map(({ packageId }) => ({ id: `${packageId} ${id}`, source: packageId, target: id }))),
  ];
}
