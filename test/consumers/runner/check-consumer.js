import { Project } from './project.js';

const pass = { state: 'pass' };
const fail = (error) => ({ state: 'fail', reason: error.message });
const skip = (reason) => ({ state: 'n/a', reason });

const attempt = async (work) => {
  try {
    await work();
    return pass;
  } catch (error) {
    return fail(error);
  }
};

/** Makes a consumer's project and takes it through all that its users do: the result of each step, by version of Node. */
export const checkConsumer = async (consumer, { tarball, nodes }) => {
  const project = new Project(consumer.name, tarball);
  const install = await attempt(async () => {
    await project.empty();
    await consumer.prepare(project);
  });
  if (install.state === 'fail') return { install };
  const step = (name, node = 'any') => {
    const reason = consumer.notApplicable?.[name]?.[node] ?? consumer.notApplicable?.[name]?.any;
    return reason === undefined ? attempt(() => consumer[name](project, node)) : skip(reason);
  };
  const typecheck = await step('typecheck');
  const build = await step('build');
  const results = { install, typecheck, build };
  if (build.state === 'fail') return results;
  for (const node of nodes) {
    results[`test ${node}`] = await step('test', node);
    results[`start ${node}`] = await step('start', node);
  }
  return results;
};
