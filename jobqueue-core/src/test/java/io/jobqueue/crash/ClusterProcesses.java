package io.jobqueue.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.testsupport.RedisProcess;
import io.lettuce.core.cluster.SlotHash;

/**
 * A Redis Cluster of three masters and a replica of each.
 */
record ClusterProcesses(List<RedisProcess> nodes) implements AutoCloseable {

	private static final int MASTERS = 3;

	static ClusterProcesses start(Path directory) {
		ClusterProcesses cluster = new ClusterProcesses(Stream
			.generate(() -> RedisProcess.server(directory, "cluster-enabled yes", "cluster-node-timeout 1500",
					"cluster-require-full-coverage no"))
			.limit(2 * MASTERS)
			.toList());
		cluster.join();
		return cluster;
	}

	RedisProcess master(int index) {
		return this.nodes.get(index);
	}

	RedisProcess replica(int index) {
		return this.nodes.get(MASTERS + index);
	}

	int[] ports() {
		return this.nodes.stream().mapToInt(RedisProcess::port).toArray();
	}

	/** A queue for each master, whose keys are there. */
	String[] queueOfEachMaster(String namespace) {
		return IntStream.range(0, MASTERS)
			.mapToObj((index) -> Stream.iterate(0, (number) -> number + 1)
				.map((number) -> "queue" + number)
				.filter((queue) -> owner(SlotHash.getSlot("{" + namespace + ":" + queue + "}")) == index)
				.findFirst()
				.orElseThrow())
			.toArray(String[]::new);
	}

	/** Whether the replica of a master that is lost has taken its place. */
	boolean isServedByReplica(int index) {
		return replica(index).ask((commands) -> commands.info("replication")).contains("role:master");
	}

	@Override
	public void close() {
		this.nodes.forEach(RedisProcess::close);
	}

	private static int owner(int slot) {
		return slot * MASTERS / SlotHash.SLOT_COUNT;
	}

	private void join() {
		for (int index = 0; index < MASTERS; index++) {
			int master = index;
			int[] slots = IntStream.range(0, SlotHash.SLOT_COUNT).filter((slot) -> owner(slot) == master).toArray();
			master(index).ask((commands) -> commands.clusterAddSlots(slots));
		}
		for (int index = 1; index < this.nodes.size(); index++) {
			int port = this.nodes.get(index).port();
			master(0).ask((commands) -> commands.clusterMeet("127.0.0.1", port));
		}
		for (int index = 0; index < MASTERS; index++) {
			String master = master(index).ask((commands) -> commands.clusterMyId());
			RedisProcess replica = replica(index);
			Scene.await().until(() -> replica.ask((commands) -> commands.clusterNodes()).contains(master));
			replica.ask((commands) -> commands.clusterReplicate(master));
		}
		IntStream.range(0, MASTERS)
			.forEach((index) -> Scene.await().until(() -> FailoverTests.isLinked(replica(index))));
		this.nodes.forEach((node) -> Scene.await()
			.until(() -> node.ask((commands) -> commands.clusterInfo()).contains("cluster_state:ok")));
	}

}
