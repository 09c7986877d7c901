/** What a server answers to an old password. */
export class InvalidCredentialsError extends Error {}

/** A server that takes one password at a time. */
export class LoginServer {
  constructor(public password: string) {}

  connect(password: string): { read(): Promise<string> } {
    return {
      read: async () => {
        if (password !== this.password) throw new InvalidCredentialsError('The password is not valid.');
        return `record for ${password}`;
      },
    };
  }
}
