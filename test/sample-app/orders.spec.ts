import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get, post, startTestSample, type TestSample } from './support/sample.js';

const TEA = { item: 'Tea', quantity: 2, unitPrice: 450, currency: 'EUR' };

describe('orders', () => {
  let sample: TestSample;
  let url: string;

  beforeAll(async () => {
    sample = await startTestSample();
    url = `${sample.url}/orders`;
  }, 60_000);
  afterAll(() => sample?.close());

  it('places an order and finds it again', async () => {
    const placed = await post(url, TEA);
    expect(placed.status).toBe(201);
    expect(placed.body).toEqual({
      ...TEA,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      shipping: 'free',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });

    const found = await get(`${url}/${placed.body.id}`);
    expect(found.status).toBe(200);
    expect(found.body).toEqual(placed.body);
  });

  it('lists the newest orders first, as many as are asked for', async () => {
    const first = await post(url, { ...TEA, item: 'Coffee' });
    const second = await post(url, { ...TEA, item: 'Cocoa' });
    const { status, body } = await get(`${url}?limit=2`);
    expect(status).toBe(200);
    expect(body).toEqual([second.body, first.body]);
  });

  it('has no answer for an order that is not there', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const { status, body } = await get(`${url}/${id}`);
    expect(status).toBe(404);
    expect(body).toEqual({ statusCode: 404, error: 'Not Found', message: `There is no order ${id}` });
  });

  it('refuses an id that is none', async () => {
    const { status, body } = await get(`${url}/42`);
    expect(status).toBe(400);
    expect(body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: 'Validation failed (uuid is expected)',
    });
  });

  it.each([
    ['no item', { ...TEA, item: '' }, 'item should not be empty'],
    ['a quantity of zero', { ...TEA, quantity: 0 }, 'quantity must not be less than 1'],
    ['a quantity that is text', { ...TEA, quantity: '2' }, 'quantity must be an integer number'],
    ['a price below zero', { ...TEA, unitPrice: -1 }, 'unitPrice must not be less than 0'],
    ['a property that nobody knows', { ...TEA, discount: 1 }, 'property discount should not exist'],
    ['more than the parameter allows', { ...TEA, quantity: 101 }, 'quantity must not be greater than 100'],
    [
      'a currency that the parameter lacks',
      { ...TEA, currency: 'XYZ' },
      'currency must be one of EUR, GBP, USD',
    ],
  ])('refuses %s', async (_, order, message) => {
    const { status, body } = await post(url, order);
    expect(status).toBe(400);
    expect(body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: expect.arrayContaining([message]),
    });
  });

  it('refuses a limit out of range', async () => {
    const { status, body } = await get(`${url}?limit=1000`);
    expect(status).toBe(400);
    expect(body.message).toEqual(['limit must not be greater than 100']);
  });

  it('keeps text as it is, whatever it looks like', async () => {
    const item = `'); DROP TABLE shop.orders; -- <b>"é☕`;
    const placed = await post(url, { ...TEA, item });
    expect((await get(`${url}/${placed.body.id}`)).body.item).toBe(item);
  });
});
