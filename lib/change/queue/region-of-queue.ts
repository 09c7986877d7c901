const REGION = /^[a-z]{2,3}(?:-[a-z]+)+-\d+$/;

/** The region that the URL of a queue names, such as `https://sqs.eu-west-1.amazonaws.com/123456789012/config`. */
export const regionOfQueue = (url: string): string | undefined =>
  new URL(url).hostname.split('.').find((label) => REGION.test(label));
