import { isObject, type JsonObject } from '../json';
import { Refused } from './stacks';

/** A template as CDK writes it: JSON. Throws `Refused` for anything else. */
export function readTemplate(text: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw new Refused('ValidationError', 'Template format error: the local CloudFormation reads JSON objects only');
}
