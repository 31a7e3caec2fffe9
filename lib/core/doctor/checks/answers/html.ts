import { bodyText, mediaType } from '../../replay';
import type { Recogniser } from './recogniser';

/** A web page where the document should be. */
export const recogniseHtml: Recogniser = ({ response }) => {
  const type = mediaType(response);
  const page = /^\s*(<!doctype html|<html)/i.test(bodyText(response));
  if (!page && !type.includes('html')) return undefined;
  // A document with the wrong label is recognised by its content type.
  if (!page && /^\s*\{/.test(bodyText(response))) return undefined;
  return {
    code: 'response.html',
    expected: 'the discovery document as application/json',
    found: `a web page (${type || 'no content type'})`,
  };
};
