import type { ConfiguredSettings } from '../contracts/policy-settings.js';

/** What the demonstration consists of, by name; names are how a later start recognises what exists. */
export interface Persona {
  readonly clients: readonly { readonly name: string; readonly sites: readonly { readonly name: string; readonly timeZone: string }[] }[];
  readonly policies: readonly { readonly name: string; readonly description: string; readonly settings: ConfiguredSettings }[];
  readonly packages: readonly { readonly name: string; readonly description: string; readonly policies: readonly string[] }[];
  readonly assignments: readonly { readonly package: string; readonly sites: readonly string[] }[];
  readonly users: readonly PersonaUser[];
  /** Where the endpoint agent of this machine belongs. */
  readonly deviceSite: string;
  /** An external provider, the site that is placed on it and how many simulated devices this has. */
  readonly secondProvider: { readonly name: string; readonly region: string; readonly site: string; readonly devices: number };
}

export interface PersonaUser {
  readonly name: string;
  readonly email: string;
  readonly role: 'super-admin' | 'manager' | 'technician' | 'client-site-manager' | 'office-staff' | 'auditor';
  /** *Allow Remote Control Access*. */
  readonly allowRemoteControl: boolean;
  readonly scope: 'all' | { readonly clients?: readonly string[]; readonly sites?: readonly string[] };
}

/** An MSP with a dentist, a haulier, a law firm and a marina that has a server of its own; one site is left unassigned for whoever tries the product. */
export const PERSONA: Persona = {
  clients: [
    {
      name: 'Riverside Dental',
      sites: [
        { name: 'Main Street', timeZone: 'America/Chicago' },
        { name: 'Lakeside', timeZone: 'America/Chicago' },
      ],
    },
    {
      name: 'Northwind Logistics',
      sites: [
        { name: 'Rotterdam Depot', timeZone: 'Europe/Amsterdam' },
        { name: 'Gdańsk Yard', timeZone: 'Europe/Warsaw' },
      ],
    },
    { name: 'Harbor Law', sites: [{ name: 'Boston Office', timeZone: 'America/New_York' }] },
    { name: 'Quayside Marine', sites: [{ name: 'Leith Office', timeZone: 'Europe/London' }] },
  ],
  policies: [
    {
      name: 'Standard remote access',
      description: 'A remote agent on every device; whoever sits there is asked first.',
      settings: { enabled: true },
    },
    {
      name: 'Front desks ask first',
      description: 'Nobody looks at a front desk without a yes, even when it seems empty.',
      settings: { 'consent.mode': 'always', 'visibility.banner': true, 'visibility.notifyOnConnect': true },
    },
    {
      name: 'Files stay in the office',
      description: 'No file transfer where files are confidential.',
      settings: { 'capability.files': false },
    },
    {
      name: 'Watch only',
      description: 'Look, but do not touch: for devices that run machines.',
      settings: { 'capability.control': false, 'capability.terminal': false },
    },
  ],
  packages: [
    { name: 'Managed endpoints', description: 'What every client gets.', policies: ['Standard remote access'] },
    { name: 'Managed front desks', description: 'For rooms with visitors.', policies: ['Front desks ask first', 'Standard remote access'] },
    { name: 'Managed law office', description: 'Remote access without file transfer.', policies: ['Files stay in the office', 'Standard remote access'] },
  ],
  assignments: [
    { package: 'Managed endpoints', sites: ['Main Street', 'Rotterdam Depot', 'Leith Office'] },
    { package: 'Managed front desks', sites: ['Lakeside'] },
    { package: 'Managed law office', sites: ['Boston Office'] },
  ],
  users: [
    { name: 'Sal Moreau', email: 'sal@demo.example', role: 'super-admin', allowRemoteControl: false, scope: 'all' },
    { name: 'Mona Lindqvist', email: 'mona@demo.example', role: 'manager', allowRemoteControl: false, scope: { clients: ['Northwind Logistics', 'Harbor Law'] } },
    { name: 'Theo Brandt', email: 'theo@demo.example', role: 'technician', allowRemoteControl: true, scope: { clients: ['Riverside Dental'] } },
    { name: 'Nils Aalto', email: 'nils@demo.example', role: 'technician', allowRemoteControl: false, scope: 'all' },
    { name: 'Cleo Marsh', email: 'cleo@demo.example', role: 'client-site-manager', allowRemoteControl: false, scope: { sites: ['Boston Office'] } },
    { name: 'Ada Nyström', email: 'ada@demo.example', role: 'auditor', allowRemoteControl: false, scope: 'all' },
  ],
  deviceSite: 'Main Street',
  secondProvider: { name: 'Quayside’s own server', region: 'Scotland', site: 'Leith Office', devices: 3 },
};
