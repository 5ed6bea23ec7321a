package io.jobqueue.crash;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobRequest;
import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.testsupport.RedisProcess;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master that is lost, and the replica that is promoted. Redis passes writes on after
 * it has answered them; what it has answered and not passed on dies with it, whatever
 * runs on it. So these masters pass on all before they die.
 */
class FailoverTests {

	@BadDay
	void masterLostAndReplicaPromotedBySentinel(Scene scene) {
		RedisProcess master = scene.use(RedisProcess.server(scene.directory()));
		RedisProcess replica = scene
			.use(RedisProcess.server(scene.directory(), "replicaof 127.0.0.1 " + master.port()));
		Scene.await().until(() -> isLinked(replica));
		int[] sentinels = IntStream.range(0, 3).map((index) -> sentinel(scene, master.port()).port()).toArray();
		scene.on(new RedisCrashStore(RedisAddress.of("redis-sentinel", sentinels)));
		scene.worker("w0");
		scene.worker("w1");
		try (Feeder feeder = scene.feed(10, 50, Duration.ofMillis(100))) {
			scene.awaitEnds(100);
			killInSync(master, replica);
			scene.harmed();
			scene.awaitEnds(scene.ledger().entries(Event.END).size() + 200);
			assertThat(feeder.accepted()).isPositive();
		}
		scene.verdict().requireNoHarm();
		String info = replica.ask((commands) -> commands.info("replication"));
		assertThat(info).contains("role:master");
	}

	@BadDay
	void nodeOfAClusterLost(Scene scene) {
		ClusterProcesses cluster = scene.use(ClusterProcesses.start(scene.directory()));
		RedisCrashStore store = scene.on(new RedisCrashStore(
				RedisAddress.of("redis-cluster", cluster.ports()).withTimeout(Form.seconds(5, 60))));
		String[] queues = cluster.queueOfEachMaster(store.namespace());
		scene.worker("w0", (settings) -> settings.withQueues(queues));
		scene.worker("w1", (settings) -> settings.withQueues(queues));
		for (String queue : queues) {
			scene.awaitStartsOf(scene.dispatch(JobRequest.of(LedgerTask.NAME, 1).onQueue(queue), 20));
		}
		try (Feeder first = scene.feed(queues[0], 50); Feeder second = scene.feed(queues[1], 50)) {
			scene.awaitEnds(100);
			killInSync(cluster.master(0), cluster.replica(0));
			scene.harmed();
			int refused = second.refused();
			scene.awaitStartsOf(scene.dispatch(JobRequest.of(LedgerTask.NAME, 1).onQueue(queues[2]), 20));
			Scene.await().until(() -> cluster.isServedByReplica(0));
			scene.awaitEndsOf(queues[0], 100);
			assertThat(second.refused()).as("dispatches refused on another node").isEqualTo(refused);
			assertThat(first.accepted()).isPositive();
		}
		Verdict verdict = scene.verdict().requireNoHarm();
		assertThat(verdict.ranTwice()).as("jobs on nodes that were not lost")
			.noneMatch((job) -> job.startsWith(queues[1] + "-") || job.startsWith(queues[2] + "-"));
	}

	private static RedisProcess sentinel(Scene scene, int master) {
		String name = RedisAddress.MASTER;
		return scene.use(RedisProcess.sentinel(scene.directory(),
				"sentinel monitor " + name + " 127.0.0.1 " + master + " 2",
				"sentinel down-after-milliseconds " + name + " 1000", "sentinel failover-timeout " + name + " 3000"));
	}

	static boolean isLinked(RedisProcess replica) {
		String info = replica.ask((commands) -> commands.info("replication"));
		return info.contains("master_link_status:up") && info.contains("master_sync_in_progress:0");
	}

	private static void killInSync(RedisProcess master, RedisProcess replica) {
		master.ask((commands) -> commands.dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8),
				new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(10_000).add("WRITE")));
		Scene.await().until(() -> offset(master, "master_repl_offset") == offset(replica, "slave_repl_offset"));
		master.kill();
	}

	private static long offset(RedisProcess server, String name) {
		List<String> lines = server.ask((commands) -> commands.info("replication")).lines().toList();
		return lines.stream()
			.filter((line) -> line.startsWith(name + ":"))
			.map((line) -> Long.parseLong(line.substring(name.length() + 1)))
			.findFirst()
			.orElse(-1L);
	}

}
