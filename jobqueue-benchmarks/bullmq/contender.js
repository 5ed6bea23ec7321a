'use strict';

/**
 * BullMQ as a contender of the benchmarks. The argument is the address of Redis. It speaks the protocol of
 * ContenderMain: a line of standard input is a command with numbers, the reply is a line of standard output. As with
 * other peers, a job counts as ended when its function returns, not when that is stored.
 */

const readline = require('node:readline');
const { setTimeout: pause } = require('node:timers/promises');
const { Queue, Worker } = require('bullmq');

const QUEUE = 'bench';
const TASK = 'nothing';
const CHUNK = 1000;
const LONGEST_MILLIS = 300_000;
const AROUND_TEXT = JSON.stringify({ text: '' }).length;

const [host, port] = process.argv[2].split(':');
const connection = { host, port: Number(port) };
const queue = new Queue(QUEUE, { connection });

let load = { concurrency: 0, millis: 0 };
let worker = null;
let recording = false;
let starts = [];
let startListener = null;
let left = 0;
let endListener = null;

function payload(bytes) {
  return { text: 'x'.repeat(bytes - AROUND_TEXT) };
}

async function run() {
  if (recording) {
    starts.push(process.hrtime.bigint());
    startListener?.();
  }
  if (load.millis > 0) {
    await pause(load.millis);
  }
  left -= 1;
  if (left === 0) {
    endListener?.();
  }
}

/** A promise with a time limit. The listener that resolves it is given to a function. */
function awaited(what, listen) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${what} after ${LONGEST_MILLIS} ms`)), LONGEST_MILLIS);
    listen(() => {
      clearTimeout(limit);
      resolve();
    });
  });
}

function ends(jobs) {
  left = jobs;
  return awaited('Jobs had not ended', (listener) => {
    endListener = listener;
  });
}

async function nextStart() {
  if (starts.length === 0) {
    await awaited('A job had not started', (listener) => {
      startListener = listener;
    });
    startListener = null;
  }
  return starts.shift();
}

function start() {
  worker.run().catch((error) => {
    console.error(error);
    process.exit(1);
  });
}

async function oneByOne(jobs, loops) {
  const data = payload(100);
  await Promise.all(
    Array.from({ length: loops }, async () => {
      for (let i = 0; i < Math.floor(jobs / loops); i++) {
        await queue.add(TASK, data);
      }
    }),
  );
}

async function bulk(jobs, bytes) {
  const data = payload(bytes);
  for (let sent = 0; sent < jobs; sent += CHUNK) {
    await queue.addBulk(Array.from({ length: Math.min(CHUNK, jobs - sent) }, () => ({ name: TASK, data })));
  }
}

async function ready(concurrency, virtual, millis) {
  if (virtual) {
    return 'absent';
  }
  load = { concurrency, millis };
  recording = false;
  if (concurrency > 0) {
    worker = new Worker(QUEUE, run, { connection, concurrency, autorun: false });
    worker.on('error', (error) => console.error(error));
    await worker.waitUntilReady();
  }
}

async function runAll(jobs, dispatch) {
  const ended = ends(jobs);
  await dispatch();
  await ended;
}

async function latencies(jobs) {
  const nanos = [];
  for (let i = 0; i < jobs; i++) {
    await pause(2);
    const sent = process.hrtime.bigint();
    await queue.add(TASK, payload(100));
    nanos.push((await nextStart()) - sent);
  }
  return nanos.join(',');
}

const commands = {
  empty: () => {},
  'one-by-one': oneByOne,
  bulk,
  fill: bulk,
  ready,
  drain: (jobs) => runAll(jobs, start),
  both: (jobs) =>
    runAll(jobs, () => {
      start();
      return bulk(jobs, 100);
    }),
  idle: () => {
    starts = [];
    recording = true;
    start();
  },
  elsewhere: () => 'absent',
  trickle: (jobs) => runAll(jobs, () => oneByOne(jobs, 1)),
  sleep: (millis) => pause(millis),
  latencies,
  rest: async () => {
    await worker?.close();
    worker = null;
  },
};

async function answer(line) {
  const [name, ...numbers] = line.split(' ');
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const result = await commands[name](...numbers.map(Number));
  if (result === 'absent') {
    return result;
  }
  const used = process.cpuUsage(cpu);
  const nanos = process.hrtime.bigint() - start;
  return `done ${nanos} ${1000 * (used.user + used.system)} ${result ?? ''}`;
}

async function main() {
  await queue.waitUntilReady();
  console.log(`ready BullMQ ${require('bullmq/package.json').version} on Node.js ${process.version}`);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(await answer(line));
  }
  await queue.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
