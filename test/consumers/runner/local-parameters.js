const PARAMETERS = { '/prod/shop/greeting': 'Hello', '/prod/shop/repeats': '2' };

const environment = ({ endpoint, region, credentials }) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** Runs `work` with a local AWS that has these values, and the environment that leads an unmodified SDK there. */
export const withLocalAws = async (values, work) => {
  const { startLocalAws } = await import('../../../dist/esm/testing/index.js');
  const aws = await startLocalAws(values);
  try {
    return await work(environment(aws.clientConfig()), aws);
  } finally {
    await aws.close();
  }
};

/** The same with the values of the application that the consumers share. */
export const withLocalParameters = (work) => withLocalAws({ parameters: PARAMETERS }, work);
