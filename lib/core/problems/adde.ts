import type { ProblemDefinitions } from './definition';

/** Registrations of the ADDE URL. */
export const addeProblems = {
  'adde.server-not-found': {
    title: 'No such server',
    meaning: 'The tenant declares no server of this name.',
    remedy: "Look at `servers` in the tenant's file; deploy it if the server is new.",
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
    meaning: "A tenant's administrator configures the default URL; another one is for the platform team to give.",
    remedy: 'Leave the URL out, or ask the platform team.',
    status: 403,
  },
  'adde.url-not-public': {
    title: 'URL leads into an internal network',
    meaning: 'A host of the URL, or of a redirect behind it, has an address that devices cannot reach.',
    remedy: 'Give a URL of a public host, and look at where it redirects to.',
    status: 422,
  },
  'adde.url-check-failed': {
    title: 'URL does not lead to an MDM',
    meaning: 'Followed as a device would, the URL does not end in a discovery document.',
    remedy: 'Mend what the message names. A common mistake is to give the enrollment URL instead of the discovery URL.',
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
    meaning: 'The stage is new, or its table was restored: Signpost only looks until somebody allows it to write.',
    remedy:
      'Compare the wanted and the observed URLs, then let the stage write: in the console under *Controls*, or with `PUT /v1/controls` and `"appleWrites": "on"`.',
  },
  'adde.brake': {
    title: 'Too many changes within an hour',
    meaning:
      'More servers than usual were to be changed at Apple within an hour, so the rest waits for somebody to look.',
    remedy:
      'Look at the events; if the changes are meant, release the brake: in the console under *Controls*, or with `POST /v1/controls/release-brake`.',
  },
  'adde.busy': {
    title: 'Somebody else is at it',
    meaning: 'Somebody else talks to Apple for this server token at the moment.',
    remedy: 'Try again in a moment; a wish for an ADDE URL is written down all the same and done next.',
    status: 409,
  },
  'adde.not-confirmed': {
    title: 'Not yet what was sent',
    meaning: 'Apple took the request and still shows something else.',
    remedy: 'Nothing: it is looked at and tried again.',
  },
  'adde.overwritten': {
    title: 'ADDE URL overwritten',
    meaning:
      'Apple holds another URL than the one registered: another MDM or another installation uses the same entry.',
    remedy: 'Find out who set it. Configure the ADDE URL again to put ours back, or remove it here.',
  },
  'adde.contested': {
    title: 'ADDE URL contested',
    meaning: 'The URL was overwritten three times within a day; Signpost has stopped putting it back.',
    remedy: 'Agree with the other party who keeps the entry, then configure or remove the ADDE URL here.',
  },
  'adde.released': {
    title: 'Server released',
    meaning:
      'The server was taken out of the code, or its stack was deleted. Where its ADDE URL was not removed before, Apple goes on sending devices to it, and nothing answers there any more when the 7 days of grace are over.',
    remedy:
      'Run `npx signpost adde remove <tenant>/<server>`. Where the server is to stay, or its token cannot be read any more, declare it again.',
    status: 409,
  },
  'adde.changed-meanwhile': {
    title: 'Changed meanwhile',
    meaning: 'Somebody or something changed the registration since it was read.',
    remedy: 'See `changes` and `current`, and decide again with the new ETag.',
    status: 412,
  },
} satisfies ProblemDefinitions;
