// Fails when the ECS task definition lacks what Petty's running in production rests on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const [taskFile, configFile] = process.argv.slice(2);
const task = JSON.parse(readFileSync(taskFile, "utf8"));
const [petty, ...others] = task.containerDefinitions;

assert.deepEqual(others, [], "one container");
assert.deepEqual(task.requiresCompatibilities, ["FARGATE"]);
assert.equal(task.networkMode, "awsvpc");
assert.match(task.runtimePlatform.cpuArchitecture, /^(ARM64|X86_64)$/);
assert.ok(task.executionRoleArn && task.taskRoleArn, "both roles");
assert.match(petty.user, /^[1-9]\d*:[1-9]\d*$/, "not root");
assert.equal(petty.readonlyRootFilesystem, true);
assert.deepEqual(petty.portMappings.map((port) => port.containerPort), [8080, 9090]);
assert.ok(petty.healthCheck.command.length > 1, "a health check");
assert.equal(petty.logConfiguration.logDriver, "awslogs");

const files = petty.ulimits.find((limit) => limit.name === "nofile");
assert.ok(files.softLimit >= 65536 && files.hardLimit >= 65536, "file descriptors for ten thousand sockets");

const secrets = new Map(petty.secrets.map((secret) => [secret.name, secret.valueFrom]));
assert.match(secrets.get("PETTY_DATABASE_URL") ?? "", /^arn:aws:secretsmanager:/, "PETTY_DATABASE_URL by reference");
// Petty asks for user name and password itself, so that a rotation needs no restart: what ECS hands over stays as it was.
const environment = new Map(petty.environment.map(({ name, value }) => [name, value]));
assert.ok(environment.get("PETTY_SECRETS_DATABASE") && environment.get("PETTY_SECRETS_AWS_REGION"), "where the credentials are");
for (const { name, value } of petty.environment) {
  assert.doesNotMatch(name, /PASSWORD|SECRET(?!S_)|TOKEN|DATABASE_URL|DATABASE_USER/, `${name} belongs under secrets`);
  assert.equal(typeof value, "string");
}

// Production does not start without names of its own, nor without a way to send its mails.
for (const name of ["PETTY_IDENTITY_ISSUER", "PETTY_MAIL_HOST", "PETTY_MAIL_CREDENTIALS", "PETTY_MAIL_FROM", "PETTY_MAIL_LINKS"]) {
  assert.ok(environment.get(name) && !environment.get(name).includes(".invalid"), name);
}

assert.ok(environment.get("PETTY_HTTP_TRUSTED_PROXIES"), "the balancer's addresses, or all callers are one");

// A stop is waited for: Petty drains first, then closes what is left.
const seconds = (text) => Number(/^(\d+)s$/.exec(text)?.[1]);
const inFile = /drain-timeout: (\S+)/.exec(readFileSync(configFile, "utf8"))[1];
const drain = petty.environment.find((each) => each.name === "PETTY_HTTP_DRAIN_TIMEOUT")?.value ?? inFile;
assert.ok(petty.stopTimeout > seconds(drain) && petty.stopTimeout <= 120, `stopTimeout over ${drain}, at most Fargate's 120 s`);

console.log(`${taskFile} is complete`);
