import type { ProblemDefinitions } from './definition';

/** What the doctor finds in redirects, in answers, and at the enrollment URL. */
export const doctorAnswerProblems = {
  'query.dropped': {
    title: 'Query dropped',
    meaning:
      'A device adds nothing to the target of a redirect: the redirect itself must carry both parameters, or the MDM does not learn who asks.',
    remedy: 'Keep the query string in the redirect rule.',
  },
  'query.identifier-dropped': {
    title: 'Identifier dropped',
    meaning: 'The redirect carries the family but not the identifier, so the MDM does not learn who asks.',
    remedy: 'Keep the whole query string in the redirect rule.',
  },
  'query.family-dropped': {
    title: 'Family dropped',
    meaning: 'The redirect carries the identifier but not the family, so the MDM cannot answer by kind of device.',
    remedy: 'Keep the whole query string in the redirect rule.',
  },
  'query.plus-to-space': {
    title: 'Plus sign turned into a space',
    meaning:
      'A form decoder between device and MDM reads "+" as a space, so the MDM does not recognise people with a "+" in their address.',
    remedy: 'Pass the raw query string on instead of decoding and encoding it; in nginx, use `$args`.',
  },
  'query.altered': {
    title: 'Identifier altered',
    meaning: 'The identifier in the redirect is not the one that the device sent; often it was encoded twice.',
    remedy: 'Pass the raw query string on instead of decoding and encoding it.',
  },
  'redirect.path-dropped': {
    title: 'Redirect loses the path',
    meaning:
      'The redirect sends every request to the home page, often that of `www.`, which has no discovery document.',
    remedy: 'Keep path and query in the redirect, or exempt the well-known path from it.',
  },
  'http.login-page': {
    title: 'Login page',
    meaning: 'The well-known path leads to a login page, which a device cannot use.',
    remedy: 'Exempt the well-known path from authentication.',
  },
  'http.bot-challenge': {
    title: 'Bot challenge',
    meaning: 'A bot protection demands proof that a human sends the request. Devices cannot give it.',
    remedy: 'Exempt the well-known path from bot protection.',
  },
  'http.authentication': {
    title: 'Password required',
    meaning: 'The server asks for a password. The device has none to send, and gives up.',
    remedy: 'Exempt the well-known path from authentication.',
  },
  'http.not-found': {
    title: 'Nothing at the well-known path',
    meaning: 'The server answers 404: the domain offers no discovery, so the device goes on to Apple.',
    remedy: 'Publish the discovery document at the well-known path, or redirect it to the MDM.',
  },
  'http.soft-404': {
    title: 'Soft 404',
    meaning:
      'The website answers 200 with a page for every path, even one that does not exist. The device takes this for the answer, and may never ask Apple.',
    remedy: 'Publish the discovery document at the well-known path, redirect it to the MDM, or answer a true 404.',
  },
  'http.forbidden': {
    title: 'Forbidden',
    meaning: 'The server refuses the path without the code by which Apple devices recognise a refusal.',
    remedy: 'Allow the path: check rules for dot folders, firewalls and file permissions.',
  },
  'http.method': {
    title: 'GET not allowed',
    meaning: 'The server does not answer GET at the well-known path.',
    remedy: 'Allow GET and HEAD there.',
  },
  'http.server-error': {
    title: 'Server error',
    meaning: 'The server, or a proxy in front of it, fails.',
    remedy: "Check the server's log for this time.",
  },
  'response.html': {
    title: 'Web page instead of the document',
    meaning: 'The device gets HTML where it expects JSON.',
    remedy: 'Publish the discovery document at the well-known path, or redirect it to the MDM.',
  },
  'response.encoding': {
    title: 'Body cannot be decompressed',
    meaning: 'The Content-Encoding header does not say what the body is.',
    remedy: 'Switch compression off for this path, or correct the header.',
  },
  'response.key-case': {
    title: 'Key in wrong letter case',
    meaning: 'The names of the keys are case-sensitive: "Servers", "Version", "BaseURL".',
    remedy: 'Write the keys exactly like this.',
  },
  'response.version-case': {
    title: '"Version" in wrong letter case',
    meaning: 'The values are case-sensitive: "mdm-byod" and "mdm-adde", without spaces.',
    remedy: 'Write the value in lower case.',
  },
  'response.placeholder': {
    title: 'Placeholder left in',
    meaning: 'The document still holds the example of a manual instead of the enrollment URL.',
    remedy: 'Take the enrollment URL from the MDM.',
  },
  'cache.shared-answer': {
    title: 'Cached answer of another person',
    meaning:
      "A cache returns an answer that was made for another person: people enroll under another person's identifier, or at the wrong MDM.",
    remedy: 'Send Cache-Control: no-store, and exempt the path from every cache.',
  },
  'cache.age': {
    title: 'Answer from a cache',
    meaning: 'The answer came from a cache. After a change, devices still get the old answer for a while.',
    remedy: 'Send Cache-Control: no-store, and exempt the path from every cache.',
  },
  'file.trailing-dot': {
    title: 'File name ends with a dot',
    meaning: 'The document was published under a name that ends with a dot. No device requests that name.',
    remedy: 'Rename it to com.apple.remotemanagement, without an extension.',
  },
  'file.trailing-slash': {
    title: 'Folder instead of a file',
    meaning: 'The document is the index of a folder, and its path ends with a slash. No device requests that path.',
    remedy: 'Publish it as a file without an extension, or rewrite the path to the index.',
  },
  'file.json-suffix': {
    title: 'File name ends with .json',
    meaning: 'The document was published under a name with an extension. No device requests that name.',
    remedy: 'Rename it to com.apple.remotemanagement, or rewrite the path to it.',
  },
  'file.misspelt': {
    title: 'File name misspelt',
    meaning: 'The document was published under a misspelt name. No device requests that name.',
    remedy: 'Rename it to com.apple.remotemanagement.',
  },
  'file.on-www': {
    title: 'Document on www only',
    meaning: 'The document is on `www.`, but devices ask the bare domain only.',
    remedy: 'Publish it on the bare domain too, or redirect the path there with its query.',
  },
  'enrollment.unreachable': {
    title: 'Enrollment server unreachable',
    meaning: 'Discovery works, but the server to which it sends the device does not answer.',
    remedy: 'Correct the BaseURL, or bring the server back.',
  },
  'enrollment.other-host': {
    title: 'Enrollment at another host',
    meaning: "The document sends devices to another host than expected; a misspelt name may be a stranger's domain.",
    remedy: 'Correct the BaseURL, or the expectation.',
  },
  'enrollment.not-found': {
    title: 'Nothing at the enrollment URL',
    meaning: 'The server answers that nothing is at this path, or it fails.',
    remedy:
      "Compare the BaseURL with the one that the MDM shows. Some servers answer the device's POST although they refuse HEAD.",
  },
  'enrollment.redirects': {
    title: 'Enrollment URL redirects',
    meaning: 'The device sends a POST there, which most redirects turn into a GET.',
    remedy: 'Write the target of the redirect into the BaseURL.',
  },
  'enrollment.challenge': {
    title: 'Enrollment does not ask to sign in',
    meaning: "The MDM should answer a request without a device's signature with 401 and name a way to sign in.",
    remedy: 'Check in the MDM that account-driven enrollment is on for this URL.',
  },
  'policy.other-answer': {
    title: 'Other answer than declared',
    meaning: "The domain gives devices another answer than the tenant's file declares.",
    remedy: 'Deploy the tenant, or correct the file.',
  },
  'policy.family-answer': {
    title: 'Some devices get another answer',
    meaning: "Some kinds of devices get another answer than the tenant's file declares.",
    remedy: 'Deploy the tenant, or correct its rules.',
  },
  'fallback.hidden': {
    title: 'Fallback hidden',
    meaning:
      'The domain answers 200 without a usable document. A 404 would lead the device on to Apple, which has an answer.',
    remedy: 'Answer a true 404 at the well-known path.',
  },
} satisfies ProblemDefinitions;
