import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Server } from './rotate-under-load.js';

/** A mail server and an HTTP server that let in the same users; an HTTP token is `user:password`. */
export const mailAndHttpServer = async (): Promise<Server & { close(): Promise<void> }> => {
  const passwords = new Map<string, string>();
  const lastUsers = new Set<string>();
  const accepts = (user: string, password: string): boolean => {
    const isAccepted = passwords.get(user) === password;
    if (isAccepted) lastUsers.add(user);
    return isAccepted;
  };
  const mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, callback) =>
      accepts(username ?? '', password ?? '')
        ? callback(null, { user: username ?? '' })
        : callback(Object.assign(new Error('Invalid login'), { responseCode: 535 })),
    onData: (stream, _session, callback) => {
      stream.resume().on('end', () => callback());
    },
  });
  const http = createServer(({ headers: { authorization = '' } }, response) => {
    const [user = '', password = ''] = authorization.replace('Bearer ', '').split(':');
    response.writeHead(accepts(user, password) ? 200 : 401).end('report');
  });
  await Promise.all([
    once(mail.listen(0, '127.0.0.1'), 'listening'),
    once(http.listen(0, '127.0.0.1'), 'listening'),
  ]);
  const { port: mailPort } = mail.server.address() as AddressInfo;
  const { port: httpPort } = http.address() as AddressInfo;
  Object.assign(process.env, {
    DB_HOST: '127.0.0.1',
    DB_PORT: String(mailPort),
    DB_ORIGIN: `http://127.0.0.1:${httpPort}`,
  });
  return {
    createUser: async () => undefined,
    setPassword: async (user, password) => void passwords.set(user, password),
    closeConnections: async (users) => users.forEach((user) => lastUsers.delete(user)),
    usersLoggedIn: async (users) => users.filter((user) => lastUsers.has(user)),
    close: async () => {
      http.closeAllConnections();
      http.close();
      await new Promise<void>((resolve) => mail.close(resolve));
    },
  };
};
