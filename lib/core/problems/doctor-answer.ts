import type { ProblemDefinitions } from './definition';

/** What the doctor finds in redirects, answers and where they lead. */
export const doctorAnswerProblems = {
  'query.dropped': {
    title: 'Query dropped',
    meaning:
      'The device adds nothing to the target of a redirect: who redirects must hand both parameters on, or the MDM does not learn who asks.',
    remedy: 'Keep the query string in the redirect rule.',
  },
  'query.identifier-dropped': {
    title: 'Identifier dropped',
    meaning: 'The redirect hands on the family but not the identifier, so the MDM does not learn who asks.',
    remedy: 'Keep the whole query string in the redirect rule.',
  },
  'query.family-dropped': {
    title: 'Family dropped',
    meaning: 'The redirect hands on the identifier but not the family, so the MDM cannot answer by kind of device.',
    remedy: 'Keep the whole query string in the redirect rule.',
  },
  'query.plus-to-space': {
    title: 'Plus sign turned into a space',
    meaning: 'A form decoder on the way has read "+" as a space: people with a "+" in their address become unknown.',
    remedy: 'Hand the raw query string on instead of decoding and encoding it; in nginx `$args`.',
  },
  'query.altered': {
    title: 'Identifier altered',
    meaning: 'The identifier in the redirect is not the one that the device sent; often it was encoded twice.',
    remedy: 'Hand the raw query string on instead of decoding and encoding it.',
  },
  'redirect.path-dropped': {
    title: 'Redirect loses the path',
    meaning: 'The redirect sends everybody to the front page, often of `www.`, where no document is.',
    remedy: 'Keep path and query in the redirect, or answer the well-known path before the redirect.',
  },
  'http.login-page': {
    title: 'Login page',
    meaning: 'The well-known path leads to a page for people to sign in at, which a device cannot use.',
    remedy: 'Leave the well-known path out of authentication.',
  },
  'http.bot-challenge': {
    title: 'Bot challenge',
    meaning: 'A bot protection wants proof that a human asks. Devices cannot give it.',
    remedy: 'Leave the well-known path out of bot protection.',
  },
  'http.authentication': {
    title: 'Password asked',
    meaning: 'The server wants a password. The device has none to send, and gives up.',
    remedy: 'Leave the well-known path out of authentication.',
  },
  'http.not-found': {
    title: 'Nothing at the well-known path',
    meaning: 'The server answers 404: the domain does not take part in discovery. The device goes on to Apple.',
    remedy: 'Publish the discovery document at the well-known path, or redirect it to the MDM.',
  },
  'http.soft-404': {
    title: 'Soft 404',
    meaning:
      'The website answers 200 with a page for every path there is. The device takes that for an answer, and the way to Apple may be closed.',
    remedy: 'Publish the discovery document at the well-known path, redirect it to the MDM, or answer a true 404.',
  },
  'http.forbidden': {
    title: 'Forbidden',
    meaning: 'The server refuses the path, without the code by which Apple devices know a refusal.',
    remedy: 'Let the path through: look at rules for dot folders, firewalls and file permissions.',
  },
  'http.method': {
    title: 'GET not allowed',
    meaning: 'The server does not answer GET at the well-known path.',
    remedy: 'Allow GET and HEAD there.',
  },
  'http.server-error': {
    title: 'Server error',
    meaning: 'The server, or what stands before it, fails.',
    remedy: 'Look into the log of the server at this time.',
  },
  'response.html': {
    title: 'Web page instead of the document',
    meaning: 'The device gets HTML where it expects JSON.',
    remedy: 'Publish the discovery document at the well-known path, or redirect it to the MDM.',
  },
  'response.encoding': {
    title: 'Body cannot be decompressed',
    meaning: 'The Content-Encoding header does not say what the body is.',
    remedy: 'Switch compression off for this path, or mend the header.',
  },
  'response.key-case': {
    title: 'Key in wrong letter case',
    meaning: 'The names of the keys are case-sensitive: "Servers", "Version", "BaseURL".',
    remedy: 'Write the keys exactly so.',
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
    title: 'One answer for everybody',
    meaning:
      "A cache hands out the answer that was made for somebody else: people enroll under a stranger's identifier, or at the wrong MDM.",
    remedy: 'Send Cache-Control: no-store, and leave the path out of every cache.',
  },
  'cache.age': {
    title: 'Answer from a cache',
    meaning: 'The answer came out of a cache. After a change, devices are told the old answer for a while.',
    remedy: 'Send Cache-Control: no-store, and leave the path out of every cache.',
  },
  'file.trailing-dot': {
    title: 'File name ends with a dot',
    meaning: 'The document was published under a name with a dot at its end, where no device looks.',
    remedy: 'Rename it to com.apple.remotemanagement, without an extension.',
  },
  'file.trailing-slash': {
    title: 'Folder instead of a file',
    meaning: 'The document is the index of a folder, behind a slash, where no device looks.',
    remedy: 'Publish it as a file without an extension, or rewrite the path to the index.',
  },
  'file.json-suffix': {
    title: 'File name ends with .json',
    meaning: 'The document was published under a name with an extension, where no device looks.',
    remedy: 'Rename it to com.apple.remotemanagement, or rewrite the path to it.',
  },
  'file.misspelt': {
    title: 'File name misspelt',
    meaning: 'The document was published under a misspelt name, where no device looks.',
    remedy: 'Rename it to com.apple.remotemanagement.',
  },
  'file.on-www': {
    title: 'Document on www only',
    meaning: 'The document is on `www.`; devices ask the bare domain and nobody else.',
    remedy: 'Publish it on the bare domain too, or redirect the path there with its query.',
  },
  'enrollment.unreachable': {
    title: 'Enrollment server unreachable',
    meaning: 'Discovery works, but nobody answers where it sends the device.',
    remedy: 'Correct the BaseURL, or bring the server back.',
  },
  'enrollment.other-host': {
    title: 'Enrollment at another host',
    meaning: "The document sends devices to another host than expected; a slip in the name may be a stranger's domain.",
    remedy: 'Correct the BaseURL, or the expectation.',
  },
  'enrollment.not-found': {
    title: 'Nothing at the enrollment URL',
    meaning: 'The server answers, but says that there is nothing at this path, or fails.',
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
    meaning: "To a request without a device's signature the MDM should answer 401 and name a way to sign in.",
    remedy: 'Check in the MDM that account-driven enrollment is on for this URL.',
  },
  'policy.other-answer': {
    title: 'Other answer than declared',
    meaning: "The domain tells devices something else than the tenant's file says.",
    remedy: 'Deploy the tenant, or bring the file in line.',
  },
  'policy.family-answer': {
    title: 'Some devices get another answer',
    meaning: "Some kinds of devices are told something else than the tenant's file says.",
    remedy: 'Deploy the tenant, or bring its rules in line.',
  },
  'fallback.hidden': {
    title: 'Fallback hidden',
    meaning: 'The domain answers 200 where a failure would lead the device on to Apple, who has an answer.',
    remedy: 'Answer a true 404 at the well-known path.',
  },
} satisfies ProblemDefinitions;
