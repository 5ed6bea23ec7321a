package photos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Takes photos in, as a body or as the part {@code photo} of a form.
 */
@RestController
class PhotosController {

	private final Uploads uploads;

	private final JobDispatcher jobs;

	PhotosController(Uploads uploads, JobDispatcher jobs) {
		this.uploads = uploads;
		this.jobs = jobs;
	}

	@PostMapping("/photos")
	ResponseEntity<Accepted> upload(HttpServletRequest request) throws IOException {
		return accept(request.getInputStream());
	}

	@PostMapping(path = "/photos", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ResponseEntity<Accepted> upload(@RequestParam MultipartFile photo) throws IOException {
		return accept(photo.getInputStream());
	}

	private ResponseEntity<Accepted> accept(InputStream body) throws IOException {
		JobId id = this.jobs.dispatch(Thumbnails.class, this.uploads.store(body));
		return ResponseEntity.accepted().location(URI.create("/jobs/" + id)).body(new Accepted(id.value()));
	}

	record Accepted(String id) {
	}

}
