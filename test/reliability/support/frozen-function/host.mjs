// What runs a function: each message is an invocation, each answer what came of it.
const { handler } = await import(process.argv[2]);

process.on('message', () => {
  handler().then(
    (result) => process.send({ result }),
    (error) => process.send({ error: `${error.name}: ${error.message}` }),
  );
});
process.send({});
