package io.jobqueue.autoconfigure.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.UUID;

import io.jobqueue.autoconfigure.properties.JobQueueProperties.Worker;
import io.jobqueue.store.feed.WorkerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the identity of the worker. The id ends in a part that is unique per start, so
 * that jobs of a previous start are not attributed to this one.
 */
public final class WorkerIdentities {

	private WorkerIdentities() {
	}

	/**
	 * Return a new identity.
	 * @param configured the prefix of its id; {@code null} for the host name, of which
	 * the first {@value Worker#LONGEST_ID} characters are used
	 * @param clock supplies the start time
	 */
	public static WorkerIdentity of(@Nullable String configured, InstantSource clock) {
		String host = host();
		String prefix = ((configured != null) ? configured : host).replaceAll("[^A-Za-z0-9._-]", "-");
		String id = prefix.substring(0, Math.min(prefix.length(), Worker.LONGEST_ID)) + "-"
				+ UUID.randomUUID().toString().substring(0, 8);
		return new WorkerIdentity(id, host, ProcessHandle.current().pid(), clock.instant());
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			// The host name may not resolve in a container. The id is unique without it.
			return "unknown-host";
		}
	}

}
