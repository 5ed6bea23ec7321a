package io.jobqueue.dashboard.api.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jobqueue.FlowId;
import io.jobqueue.FlowMember;
import io.jobqueue.JobExplorer;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a flow in some states. A flow has up to a million jobs, so only the first
 * {@value #MOST_PLACES} places are looked at.
 *
 * @param members the jobs
 * @param next the place to continue at, {@code null} behind the last one
 */
record FlowMembers(List<FlowMember> members, @Nullable Integer next) {

	static final int MOST_PLACES = 10_000;

	private static final int CHUNK = 1_000;

	/** Read the jobs that a question is about. */
	static FlowMembers read(JobExplorer explorer, Question question) {
		int size = question.isOfAll() ? question.limit() + 1 : CHUNK;
		List<FlowMember> found = new ArrayList<>();
		int from = question.from();
		boolean more = true;
		while (more && found.size() <= question.limit() && from - question.from() < MOST_PLACES) {
			List<FlowMember> places = explorer.members(question.flow(), from, size);
			places.stream().filter((member) -> question.states().contains(member.state())).forEach(found::add);
			more = places.size() == size;
			from = more ? places.get(size - 1).place() + 1 : from;
		}
		if (found.size() > question.limit()) {
			return new FlowMembers(found.subList(0, question.limit()), found.get(question.limit()).place());
		}
		return new FlowMembers(found, more ? from : null);
	}

	/**
	 * Which jobs.
	 *
	 * @param flow the flow
	 * @param states the states of the jobs
	 * @param from the number of the first place
	 * @param limit how many at most
	 */
	record Question(FlowId flow, Set<FlowMember.State> states, int from, int limit) {

		boolean isOfAll() {
			return this.states.size() == FlowMember.State.values().length;
		}

	}

}
