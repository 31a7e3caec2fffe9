import type { ProblemDefinitions } from './definition';

/** Registrations of the ADDE URL. */
export const addeProblems = {
  'adde.server-not-found': {
    title: 'No such server',
    meaning: 'The tenant declares no server of this name.',
    remedy: "Check `servers` in the tenant's file. If the server is new, deploy the tenant.",
    status: 404,
  },
  'adde.no-default-url': {
    title: 'No default URL',
    meaning: 'The installation has no public host, so no server has a default ADDE URL.',
    remedy: 'Set `discoveryDomain` in signpost.config.ts, or give a URL.',
    status: 409,
  },
  'adde.url-not-valid': {
    title: 'Not an ADDE URL',
    meaning: 'The URL is not absolute https with a host name, or has credentials or a fragment.',
    remedy: 'Give an https URL such as https://discovery.example/t/acme/s/main/.well-known/com.apple.remotemanagement.',
    status: 422,
  },
  'adde.url-not-ours': {
    title: 'URL of another host',
    meaning: "A tenant's administrator can configure the default URL only. The platform team can give another one.",
    remedy: 'Leave the URL out, or ask the platform team.',
    status: 403,
  },
  'adde.url-not-public': {
    title: 'URL leads into an internal network',
    meaning: 'A host of the URL, or of a redirect behind it, has an address that devices cannot reach.',
    remedy: 'Give a URL of a public host, and check where it redirects to.',
    status: 422,
  },
  'adde.url-check-failed': {
    title: 'URL does not lead to an MDM',
    meaning: 'Followed as a device would, the URL does not end in a discovery document.',
    remedy: 'Fix what the message names. A common mistake is to give the enrollment URL instead of the discovery URL.',
    status: 422,
  },
  'adde.url-needs-query': {
    title: 'URL works with parameters only',
    meaning:
      "With both parameters the URL leads to an MDM, without them it does not; whether Apple's redirect carries them is not documented.",
    remedy:
      'Where an override of the fallback is in force, remove it, or let it serve the discovery document itself. Otherwise give the server a `fallback` that serves the discovery document itself, or redirect to a URL that needs no query.',
    status: 422,
  },
  'adde.observe-only': {
    title: 'Nothing is written to Apple',
    meaning:
      'The stage is new, or its table was restored: Signpost only reads from Apple until the platform team allows it to write.',
    remedy:
      'Compare the wanted and the observed URLs, then let the stage write: in the console under *Controls*, or with `PUT /v1/controls` and `"appleWrites": "on"`.',
  },
  'adde.brake': {
    title: 'Too many changes within an hour',
    meaning:
      'Signpost had more servers than usual to change at Apple within an hour. The rest waits until the platform team has checked them.',
    remedy:
      'Check the events. If the changes are intended, release the brake: in the console under *Controls*, or with `POST /v1/controls/release-brake`.',
  },
  'adde.busy': {
    title: 'Another process holds the lease',
    meaning: 'Another process of Signpost is talking to Apple with this server token.',
    remedy: 'Try again in a moment. A requested ADDE URL is stored all the same, and is set next.',
    status: 409,
  },
  'adde.not-confirmed': {
    title: 'Change not confirmed by Apple',
    meaning: 'Apple accepted the request and still shows another ADDE URL.',
    remedy: 'Nothing to do: Signpost checks the ADDE URL and tries again.',
  },
  'adde.overwritten': {
    title: 'ADDE URL overwritten',
    meaning:
      'Apple holds another URL than the one registered: another MDM or another installation uses the same entry.',
    remedy: "Find out who set it. Configure the ADDE URL again to restore Signpost's URL, or remove it here.",
  },
  'adde.contested': {
    title: 'ADDE URL contested',
    meaning: 'The URL was overwritten three times within a day; Signpost has stopped putting it back.',
    remedy: 'Agree with the other party on who uses the entry, then configure or remove the ADDE URL here.',
  },
  'adde.released': {
    title: 'Server released',
    meaning:
      'The server was removed from the code, or its stack was deleted. If its ADDE URL was not removed first, Apple still sends devices to it, and nothing answers there once the 7 days of grace are over.',
    remedy:
      'Run `npx signpost adde remove <tenant>/<server>`. If the server is to stay, or if its token can no longer be read, declare it again.',
    status: 409,
  },
  'adde.changed-meanwhile': {
    title: 'Changed in the meantime',
    meaning: 'The registration has changed since it was read.',
    remedy: 'Read `changes` and `current`, and decide again with the new ETag.',
    status: 412,
  },
} satisfies ProblemDefinitions;
